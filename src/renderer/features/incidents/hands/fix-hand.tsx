import { DatabaseBackup, ScrollText, SquareTerminal } from 'lucide-react';
import { useState } from 'react';
import type { OutputOf } from '../../../../shared/contract.ts';
import type { Incident } from '../../../../shared/domain/incident.ts';
import type { TileView } from '../../../../shared/domain/service.ts';
import { openDialog } from '../../../app/dialogs.ts';
import { useText } from '../../../app/i18n.ts';
import { go } from '../../../app/router.ts';
import { call } from '../../../bridge/ronda.ts';
import { useAction } from '../../../bridge/use-action.ts';
import { useQuery } from '../../../bridge/use-query.ts';
import { useNewestBackup } from '../../../stores/backups.ts';
import { Button } from '../../../ui/button.tsx';
import { CommandOutput } from '../../../ui/command-output.tsx';
import { CommandPreview } from '../../../ui/command-preview.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Field, Input } from '../../../ui/field.tsx';

/** Where mending begins: the logs, a command in the container, and the newest proven copy of each database. */
export function FixHand({ incident, tile }: { readonly incident: Incident; readonly tile: TileView }) {
  const t = useText();
  const { hostId, serviceId, name } = tile;
  const [command, setCommand] = useState('');
  const wanted = command.trim();
  const input = { incidentId: incident.id, serviceId, command: wanted };
  const preview = useQuery('incidents.exec-preview', wanted === '' ? null : input);
  const [result, setResult] = useState<OutputOf<'incidents.exec'> | null>(null);
  const exec = useAction(async () => setResult(await call('incidents.exec', input)));
  return (
    <section aria-label={t('incidents.stepAction')} className="flex flex-col gap-3">
      <p className="text-muted">{t('incidents.hands.fixHelp')}</p>
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          icon={ScrollText}
          onClick={() => go({ screen: 'logs', serviceId, containerId: null })}
        >
          {t('incidents.hands.logs', { name })}
        </Button>
        {tile.databases.map(({ id, path }) => (
          <RestoreButton key={id} databaseKey={{ hostId, serviceId, databaseId: id }} path={path} />
        ))}
      </div>
      <form
        className="flex flex-col gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (wanted !== '') void exec.run();
        }}
      >
        <div className="flex items-end gap-2">
          <Field label={t('incidents.hands.exec', { name })} className="flex-1">
            {(ids) => (
              <Input
                {...ids}
                className="font-mono"
                placeholder={t('incidents.hands.execPlaceholder')}
                maxLength={2000}
                value={command}
                onChange={(event) => setCommand(event.target.value)}
              />
            )}
          </Field>
          <Button
            type="submit"
            icon={SquareTerminal}
            busy={exec.busy}
            disabled={wanted === '' || preview.data === null}
          >
            {t('incidents.hands.execRun')}
          </Button>
        </div>
        <p className="text-xs text-faint">{t('incidents.hands.execHelp')}</p>
      </form>
      {wanted !== '' && preview.data && <CommandPreview commands={preview.data.commands} />}
      {preview.error && <ErrorPanel error={preview.error} onRetry={preview.reload} />}
      {exec.error && <ErrorPanel error={exec.error} onDismiss={exec.clear} />}
      {result && <CommandOutput commands={result.commands} />}
    </section>
  );
}

function RestoreButton({
  databaseKey,
  path,
}: {
  readonly databaseKey: { readonly hostId: string; readonly serviceId: string; readonly databaseId: string };
  readonly path: string;
}) {
  const t = useText();
  const newest = useNewestBackup(databaseKey);
  if (!newest) return null;
  return (
    <Button
      size="sm"
      icon={DatabaseBackup}
      onClick={() => openDialog({ kind: 'restore', backupId: newest.id })}
    >
      {t('incidents.hands.restore', { file: path.split('/').at(-1) ?? path })}
    </Button>
  );
}
