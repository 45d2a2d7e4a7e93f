import { useState } from 'react';
import type { ConfigurationHistory } from '../../../../shared/domain/configuration.ts';
import { useText } from '../../../app/i18n.ts';
import { call } from '../../../bridge/ronda.ts';
import { useQuery } from '../../../bridge/use-query.ts';
import { useFormat } from '../../../ui/format.ts';
import { FileRestoreDialog } from '../environment/file-restore-dialog.tsx';
import { CommandsToRun } from '../environment/restore-result.tsx';
import { LinesText } from './lines-text.tsx';
import { SnapshotOfFile } from './snapshot-of-file.tsx';

/** Puts one configuration file back as it was: what that changes first, and the commands around it. */
export function ConfigurationRestoreDialog({
  hostId,
  history,
  onClose,
  onDone,
}: {
  readonly hostId: string;
  readonly history: ConfigurationHistory;
  readonly onClose: () => void;
  /** What stood there is a snapshot of its own. */
  readonly onDone: () => void;
}) {
  const t = useText();
  const format = useFormat();
  const there = history.snapshots.filter(({ isThere }) => isThere);
  const isThereNow = history.snapshots.at(-1)?.isThere ?? false;
  // The newest is mostly what stands there now, unless it is gone.
  const [snapshot, setSnapshot] = useState(
    (isThereNow ? there.at(-2)?.snapshot : undefined) ?? there.at(-1)?.snapshot ?? 0,
  );
  const request = { hostId, historyId: history.historyId, snapshot };
  return (
    <FileRestoreDialog
      name={history.path}
      body={t('configuration.restoreBody')}
      plan={useQuery('config.plan-restore', request)}
      choose={(ids) => <SnapshotOfFile {...ids} snapshots={there} value={snapshot} onChange={setSnapshot} />}
      changes={(plan) =>
        plan.isThere ? (
          <LinesText lines={plan.lines} />
        ) : (
          <p>{t('configuration.appears', { size: format.bytes(plan.bytes) })}</p>
        )
      }
      around={(plan) => (
        <>
          <CommandsToRun title={t('configuration.first')} commands={plan.before} />
          <CommandsToRun title={t('configuration.afterwards')} commands={plan.after} />
        </>
      )}
      afterwards={t('configuration.afterwards')}
      onRestore={async ({ planId }, reason) => {
        const { after, ...result } = (await call('config.restore', { ...request, planId, reason })).result;
        onDone();
        return { ...result, commands: after };
      }}
      onClose={onClose}
    />
  );
}
