import { EyeOff, FileDiff, FileText } from 'lucide-react';
import { useState } from 'react';
import type { ConfigurationHistory } from '../../../../shared/domain/configuration.ts';
import { useText } from '../../../app/i18n.ts';
import { call } from '../../../bridge/ronda.ts';
import { useAction } from '../../../bridge/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Field } from '../../../ui/field.tsx';
import { LinesText } from './lines-text.tsx';
import { ShownText } from './shown-text.tsx';
import { SnapshotOfFile } from './snapshot-of-file.tsx';

/** The snapshots of a file; what stands in one, or what changed in it, only when it is asked for. */
export function ConfigurationDialog({
  hostId,
  history,
  onClose,
}: {
  readonly hostId: string;
  readonly history: ConfigurationHistory;
  readonly onClose: () => void;
}) {
  const t = useText();
  const { historyId, snapshots } = history;
  const [snapshot, setSnapshot] = useState(snapshots.at(-1)?.snapshot ?? 0);
  const [shown, setShown] = useState<{ as: 'content' | 'change'; text: string } | null>(null);
  const show = useAction(async (as: 'content' | 'change') => {
    setShown(null);
    const { text } = await call('config.show', { hostId, historyId, snapshot, as });
    setShown({ as, text });
  });
  const index = snapshots.findIndex((each) => each.snapshot === snapshot);
  const chosen = snapshots[index];
  return (
    <Dialog
      open
      size="lg"
      onClose={onClose}
      title={t('configuration.dialogTitle', { name: history.path })}
      description={t('configuration.revealBody')}
    >
      <div className="flex flex-col gap-3">
        {show.error && <ErrorPanel error={show.error} onDismiss={show.clear} />}
        <Field label={t('environment.snapshot')}>
          {(ids) => (
            <SnapshotOfFile
              {...ids}
              snapshots={snapshots}
              value={snapshot}
              onChange={(next) => {
                setShown(null);
                setSnapshot(next);
              }}
            />
          )}
        </Field>
        {chosen && (
          <div className="flex flex-wrap items-center gap-2">
            <span className="mr-auto text-xs text-muted">
              {chosen.snapshot === 1 ? t('configuration.firstOne') : <LinesText lines={chosen.lines} />}
            </span>
            {shown && (
              <Button size="sm" icon={EyeOff} onClick={() => setShown(null)}>
                {t('environment.hide')}
              </Button>
            )}
            {index > 0 && chosen.lines !== null && (
              <Button size="sm" icon={FileDiff} busy={show.busy} onClick={() => void show.run('change')}>
                {t('configuration.showChange')}
              </Button>
            )}
            {chosen.isThere && (
              <Button size="sm" icon={FileText} busy={show.busy} onClick={() => void show.run('content')}>
                {t('configuration.showFile')}
              </Button>
            )}
          </div>
        )}
        {shown && <ShownText {...shown} />}
      </div>
    </Dialog>
  );
}
