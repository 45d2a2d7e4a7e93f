import type { Archive } from '../../../shared/domain/archive.ts';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useQuery } from '../../bridge/use-query.ts';
import { useFormat } from '../../ui/format.ts';
import { ArchivePlanView } from './archive-plan-view.tsx';
import { RestoreFlow } from './restore-flow.tsx';
import { RestoreResultView } from './restore-result-view.tsx';
import { useRestoreRun } from './use-restore.ts';

/** Puts an archive back in place of what its folder holds. */
export function ArchiveRestoreDialog({
  archive,
  onClose,
}: {
  readonly archive: Archive;
  readonly onClose: () => void;
}) {
  const t = useText();
  const format = useFormat();
  const { id: archiveId, mountPath: folder } = archive;
  const plan = useQuery('archive.plan-restore', { archiveId });
  const restore = useRestoreRun((confirmed, options) =>
    call('archive.restore', { archiveId, ...confirmed }, options),
  );
  return (
    <RestoreFlow
      title={t('archives.restoreTitle', { folder, service: archive.serviceId })}
      plan={plan}
      planView={(shown) => <ArchivePlanView plan={shown} />}
      wordOf={(shown) => shown.volume}
      safety={t('archives.safety')}
      restore={restore}
      resultView={(result) => (
        <RestoreResultView
          result={result}
          restoredText={t('archives.restoredBody', { folder, taken: format.dateTime(archive.takenAt) })}
          rolledBackText={t('archives.rolledBackBody')}
          safetyText={t('archives.safetyKept')}
        />
      )}
      onClose={onClose}
    />
  );
}
