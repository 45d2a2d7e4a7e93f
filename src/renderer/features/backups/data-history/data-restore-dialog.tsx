import { useState } from 'react';
import { useText } from '../../../app/i18n.ts';
import { call } from '../../../bridge/ronda.ts';
import { useQuery } from '../../../bridge/use-query.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Field, Select } from '../../../ui/field.tsx';
import { RestoreFlow } from '../restore-flow.tsx';
import { RestoreResultView } from '../restore-result-view.tsx';
import { useRestoreRun } from '../use-restore.ts';
import { DataPlanView } from './data-plan-view.tsx';

/** The folder of a file: service and volume. */
const folderOf = (path: string): string => `${path.split('/').slice(0, 2).join('/')}/`;

/** Puts one file, or all of a volume, back as they were at a commit. */
export function DataRestoreDialog({
  hostId,
  commit,
  onClose,
  onDone,
}: {
  readonly hostId: string;
  readonly commit: string;
  readonly onClose: () => void;
  /** The safety copy is a commit of its own. */
  readonly onDone: () => void;
}) {
  const t = useText();
  const [chosen, setChosen] = useState<string | null>(null);
  const list = useQuery('data.show', { hostId, commit });
  const paths = list.data?.paths ?? [];
  const folders = [...new Set(paths.map(folderOf))];
  const what = chosen ?? folders[0] ?? null;
  const files = paths.filter((path) => path === what || folderOf(path) === what);
  const request = what === null ? null : { hostId, serviceId: what.split('/')[0] ?? '', commit, files };
  const plan = useQuery('data.plan-restore', request);
  const restore = useRestoreRun(async (confirmed, options) => {
    if (!request) throw new Error('nothing is chosen');
    const done = await call('data.restore', { ...request, ...confirmed }, options);
    onDone();
    return done;
  });
  const short = commit.slice(0, 12);
  return (
    <RestoreFlow
      title={t('data.putBackTitle', { commit: short })}
      choice={
        <>
          {list.error && <ErrorPanel error={list.error} onRetry={list.reload} />}
          {list.data && paths.length === 0 && <p className="text-muted">{t('data.noFiles')}</p>}
          {what !== null && (
            <Field label={t('data.what')}>
              {(ids) => (
                <Select {...ids} value={what} onChange={(event) => setChosen(event.target.value)}>
                  {folders.map((folder) => (
                    <option key={folder} value={folder}>
                      {t('data.allOf', {
                        folder,
                        count: paths.filter((path) => folderOf(path) === folder).length,
                      })}
                    </option>
                  ))}
                  {paths.map((path) => (
                    <option key={path} value={path}>
                      {path}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          )}
        </>
      }
      plan={plan}
      planView={(shown) => <DataPlanView plan={shown} />}
      isWorthIt={(shown) => shown.files.some(({ change }) => change !== 'stays')}
      wordOf={(shown) => shown.volume}
      safety={t('data.safety')}
      restore={restore}
      resultView={(result) => (
        <RestoreResultView
          result={result}
          restoredText={t('data.restoredBody', { commit: short })}
          rolledBackText={t('archives.rolledBackBody')}
          safetyText={t('data.safetyKept', { commit: result.safetyCommit.slice(0, 12) })}
        />
      )}
      onClose={onClose}
    />
  );
}
