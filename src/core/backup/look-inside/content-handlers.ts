import { RondaError } from '../../../shared/errors.ts';
import type { Handlers } from '../../dispatcher/dispatcher.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Inspector } from '../inspect/inspector.ts';
import type { OpenedBackups } from './opened-backups.ts';

export type ContentOperation = 'backup.tables' | 'backup.rows' | 'backup.compare';

/** Answers what is inside a backup; every file is opened by the inspector's process and only read. */
export function createContentHandlers(deps: {
  readonly catalogue: Catalogue;
  readonly inspector: Inspector;
  readonly opened: OpenedBackups;
}): Handlers<ContentOperation> {
  const { catalogue, inspector, opened } = deps;

  async function look<T>(backupId: string, work: (file: string, bytes: number) => Promise<T>): Promise<T> {
    const located = await catalogue.locate(backupId);
    return opened.use(backupId, located, (file) => work(file, located.manifest.bytes));
  }

  return {
    'backup.tables': async ({ backupId }, { signal }) => ({
      tables: await look(backupId, (file, bytes) => inspector.tables(file, { signal, bytes })),
    }),

    async 'backup.rows'({ backupId, ...question }, { signal }) {
      const found = await look(backupId, (file, bytes) => inspector.rows(file, question, { signal, bytes }));
      if (!found) throw new RondaError('backup.unknown-table', { table: question.table });
      return found;
    },

    async 'backup.compare'({ backupId, otherId }, { signal }) {
      const [one, other] = [await catalogue.locate(backupId), await catalogue.locate(otherId)];
      const keyOf = ({ backup }: typeof one): string =>
        `${backup.hostId}/${backup.serviceId}/${backup.databaseId}`;
      if (keyOf(one) !== keyOf(other)) throw new RondaError('backup.not-comparable');
      const [older, newer] = one.backup.takenAt <= other.backup.takenAt ? [one, other] : [other, one];
      const bytes = older.manifest.bytes + newer.manifest.bytes;
      const tables = await opened.use(older.backup.id, older, (olderFile) =>
        opened.use(newer.backup.id, newer, (newerFile) =>
          inspector.compare(olderFile, newerFile, { signal, bytes }),
        ),
      );
      const side = ({ backup }: typeof one) => ({ backupId: backup.id, takenAt: backup.takenAt });
      return { older: side(older), newer: side(newer), tables };
    },
  };
}
