import { useState } from 'react';
import type { EnvironmentHistory } from '../../../../shared/domain/environment.ts';
import { useText } from '../../../app/i18n.ts';
import { call } from '../../../bridge/ronda.ts';
import { useQuery } from '../../../bridge/use-query.ts';
import { ChangeText } from './change-text.tsx';
import { FileRestoreDialog } from './file-restore-dialog.tsx';
import { CommandsToRun } from './restore-result.tsx';
import { SnapshotSelect } from './snapshot-select.tsx';

/** Puts a `.env` file of the server back as it was: what differs by name first, and what must be run afterwards. */
export function EnvironmentRestoreDialog({
  hostId,
  history,
  onClose,
  onDone,
}: {
  readonly hostId: string;
  readonly history: EnvironmentHistory;
  readonly onClose: () => void;
  /** What stood there is a snapshot of its own. */
  readonly onDone: () => void;
}) {
  const t = useText();
  const there = history.snapshots.filter(({ isThere }) => isThere);
  // The newest is mostly what stands there now.
  const [snapshot, setSnapshot] = useState(there.at(-2)?.snapshot ?? there.at(-1)?.snapshot ?? 0);
  const request = { hostId, historyId: history.historyId, snapshot };
  return (
    <FileRestoreDialog
      name={history.name}
      body={t('environment.restoreBody')}
      plan={useQuery('env.plan-restore', request)}
      choose={(ids) => (
        <SnapshotSelect
          {...ids}
          history={{ ...history, snapshots: there }}
          value={snapshot}
          onChange={setSnapshot}
        />
      )}
      changes={(plan) =>
        plan.isThere ? <ChangeText change={plan.change} /> : <p>{t('environment.appears')}</p>
      }
      around={(plan) => <CommandsToRun title={t('environment.afterwards')} commands={plan.commands} />}
      afterwards={t('environment.afterwards')}
      onRestore={async ({ planId }, reason) => {
        const { result } = await call('env.restore', { ...request, planId, reason });
        onDone();
        return result;
      }}
      onClose={onClose}
    />
  );
}
