import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import type { EnvironmentHistory } from '../../../../shared/domain/environment.ts';
import { useText } from '../../../app/i18n.ts';
import { call } from '../../../bridge/ronda.ts';
import { useAction } from '../../../bridge/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Field } from '../../../ui/field.tsx';
import { Cell, Row, Table } from '../../../ui/table.tsx';
import { TimeAgo } from '../../../ui/time.tsx';
import { ChangeText } from './change-text.tsx';
import { namesAt } from './snapshot-names.ts';
import { SnapshotSelect } from './snapshot-select.tsx';

/** As long for every value: its length is nobody's business. */
const masked = '••••••••';

/** The keys of a history at one of its snapshots, each with its age; a value only when it is asked for. */
export function EnvironmentDialog({
  hostId,
  history,
  onClose,
}: {
  readonly hostId: string;
  readonly history: EnvironmentHistory;
  readonly onClose: () => void;
}) {
  const t = useText();
  const newest = history.snapshots.at(-1)?.snapshot ?? 0;
  const [snapshot, setSnapshot] = useState(newest);
  const [shown, setShown] = useState<{ name: string; value: string } | null>(null);
  const reveal = useAction(async (name: string) => {
    setShown(null);
    const { value } = await call('env.reveal', { hostId, historyId: history.historyId, snapshot, name });
    setShown({ name, value });
  });
  const names = namesAt(history, snapshot) ?? [];
  const change = history.snapshots.find((each) => each.snapshot === snapshot)?.change ?? null;
  return (
    <Dialog
      open
      size="lg"
      onClose={onClose}
      title={t('environment.dialogTitle', { name: history.name })}
      description={t('environment.revealBody')}
    >
      <div className="flex flex-col gap-3">
        {reveal.error && <ErrorPanel error={reveal.error} onDismiss={reveal.clear} />}
        <Field label={t('environment.snapshot')}>
          {(ids) => (
            <SnapshotSelect
              {...ids}
              history={history}
              value={snapshot}
              onChange={(next) => {
                setShown(null);
                setSnapshot(next);
              }}
            />
          )}
        </Field>
        {change && (
          <div className="text-xs text-muted">
            <ChangeText change={change} />
          </div>
        )}
        {names.length === 0 ? (
          <p className="text-muted">{t('environment.noKeys')}</p>
        ) : (
          <Table
            label={t('environment.keys')}
            columns={[
              { title: t('environment.key') },
              { title: t('environment.age') },
              { title: t('environment.value') },
              { title: t('environment.actions'), hidden: true },
            ]}
          >
            {names.map((name) => (
              <Row key={name}>
                <Cell className="font-mono text-xs break-all">{name}</Cell>
                <Cell className="text-xs whitespace-nowrap text-muted">
                  <Age history={history} name={name} />
                </Cell>
                <Cell className="max-w-72 font-mono text-xs break-all whitespace-pre-wrap">
                  {shown?.name === name ? (
                    shown.value === '' ? (
                      <span className="font-sans text-faint">{t('environment.empty')}</span>
                    ) : (
                      <span className="select-text">{shown.value}</span>
                    )
                  ) : (
                    <span aria-hidden className="text-faint">
                      {masked}
                    </span>
                  )}
                </Cell>
                <Cell className="py-1 text-right">
                  {shown?.name === name ? (
                    <Button size="sm" icon={EyeOff} onClick={() => setShown(null)}>
                      {t('environment.hide')}
                    </Button>
                  ) : (
                    <Button size="sm" icon={Eye} busy={reveal.busy} onClick={() => void reveal.run(name)}>
                      {t('environment.reveal')}
                    </Button>
                  )}
                </Cell>
              </Row>
            ))}
          </Table>
        )}
      </div>
    </Dialog>
  );
}

/** How long a key has had the value it has now. */
function Age({ history, name }: { readonly history: EnvironmentHistory; readonly name: string }) {
  const t = useText();
  const key = history.keys.find((each) => each.name === name);
  if (!key) return null;
  if (key.isGone) return t('environment.goneSince');
  // One that was there before the first look may be older than we know.
  const isLeast = key.firstSeen === key.lastChanged && history.snapshots[0]?.at === key.firstSeen;
  return (
    <>
      {isLeast ? t('environment.atLeastSince') : t('environment.since')} <TimeAgo at={key.lastChanged} />
    </>
  );
}
