import { basename } from 'node:path';
import { RondaError } from '../../../shared/errors.ts';
import type { Handlers } from '../../dispatcher/dispatcher.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import type { ChooseSavePath } from '../../vault/vault-operations.ts';
import type { BackupJournalEntry } from '../backup-handlers.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { OpenStoredDeps } from './open-stored.ts';
import { saveAsFile } from './save-as-file.ts';
import { formOf, suffixOf } from './stored-form.ts';

export interface SaveDeps extends OpenStoredDeps {
  readonly catalogue: Catalogue;
  readonly jobs: Jobs;
  /** Null where there is no desktop. */
  readonly chooseSavePath: ChooseSavePath | null;
  readonly onJournal: (entry: BackupJournalEntry) => void;
}

/** Hands backups back as the plain database files that they were. */
export function createSaveHandlers(deps: SaveDeps): Handlers<'backup.save'> {
  const { catalogue, jobs, chooseSavePath, onJournal } = deps;

  /** @throws RondaError `common.needs-window` */
  async function askForPlace(suggestedName: string): Promise<string | null> {
    if (!chooseSavePath) throw new RondaError('common.needs-window');
    return chooseSavePath(suggestedName);
  }

  return {
    async 'backup.save'({ backupId, path: named }, context) {
      const located = await catalogue.locate(backupId);
      const { backup } = located;
      const { hostId, serviceId, databaseId } = backup;
      if (backup.verification !== 'verified') {
        const failed = backup.steps.find(({ ok }) => !ok);
        throw new RondaError('backup.refused-damaged', {
          step: failed?.step ?? 'verify',
          detail: failed?.detail ?? 'it failed its check',
        });
      }
      const stamp = basename(backup.file, `.db${suffixOf(formOf(backup.file))}`);
      const path = named ?? (await askForPlace(`${databaseId}-${stamp}.db`));
      if (path === null) return { path };
      await jobs.run(
        'backup-save',
        `${serviceId} · ${basename(backup.file)}`,
        hostId,
        (report, signal) => saveAsFile(deps, located, path, report, signal),
        {
          signal: context.signal,
          onProgress: (progress) => {
            context.emit(progress).catch(() => undefined);
          },
        },
      );
      const text = `${serviceId} · ${backup.file}: saved as a plain file`;
      onJournal({ hostId, serviceId, event: 'backup-saved', text });
      return { path };
    },
  };
}
