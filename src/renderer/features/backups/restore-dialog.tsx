import { useState } from 'react';
import type { Backup } from '../../../shared/domain/backup.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { useText } from '../../app/i18n.ts';
import { useQuery } from '../../bridge/use-query.ts';
import type { DatabaseKey } from '../../stores/backups.ts';
import { mirrors } from '../../stores/mirrors.ts';
import { useFormat } from '../../ui/format.ts';
import { RestoreFlow } from './restore-flow.tsx';
import { RestorePlanView } from './restore-plan-view.tsx';
import { RestoreResultView } from './restore-result-view.tsx';
import { RestoreTarget } from './restore-target.tsx';
import { useRestore } from './use-restore.ts';

/** What is refused for the admin's sake and may be insisted on; every other refusal is final. */
const forcible: ReadonlySet<string> = new Set<ErrorCode>([
  'backup.different-application',
  'backup.newer-schema',
]);

interface RestoreDialogProps {
  readonly backupId: string;
  readonly onClose: () => void;
}

export function RestoreDialog({ backupId, onClose }: RestoreDialogProps) {
  const backup = mirrors.backups((state) => state.entities[backupId] ?? null);
  return backup && <RestoreWizard backup={backup} onClose={onClose} />;
}

/** One backup of a database, into its own database or another one. */
function RestoreWizard({ backup, onClose }: { readonly backup: Backup; readonly onClose: () => void }) {
  const t = useText();
  const format = useFormat();
  const [force, setForce] = useState(false);
  const { hostId, serviceId, databaseId, id: backupId } = backup;
  const own = { hostId, serviceId, databaseId };
  const [target, setTarget] = useState<DatabaseKey>(own);
  const plan = useQuery('backup.plan-restore', { ...target, backupId, force });
  const restore = useRestore(backup, target, force);
  const file = backup.sourcePath.split('/').at(-1) ?? databaseId;
  return (
    <RestoreFlow
      title={t('backups.wizard.title', { database: file })}
      choice={
        <RestoreTarget
          own={own}
          target={target}
          onChange={(chosen) => {
            setTarget(chosen);
            setForce(false);
          }}
        />
      }
      plan={plan}
      refusal={(error) =>
        forcible.has(error.code) && (
          <label className="flex items-center gap-2">
            <input type="checkbox" checked={force} onChange={(event) => setForce(event.target.checked)} />
            {t('backups.wizard.force')}
          </label>
        )
      }
      planView={(shown) => <RestorePlanView plan={shown} />}
      // Of what will be replaced, which may be another database.
      wordOf={(shown) => shown.targetPath.split('/').at(-1) ?? file}
      restore={restore}
      resultView={(result) => (
        <RestoreResultView
          result={result}
          restoredText={t('backups.wizard.restoredBody', {
            database: file,
            taken: format.dateTime(backup.takenAt),
          })}
          rolledBackText={t('backups.wizard.rolledBackBody')}
          safetyText={result.safetyBackupId ? t('backups.wizard.safetyKept') : null}
        />
      )}
      onClose={onClose}
    />
  );
}
