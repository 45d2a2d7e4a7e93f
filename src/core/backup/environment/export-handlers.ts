import { RondaError } from '../../../shared/errors.ts';
import type { Handlers } from '../../dispatcher/dispatcher.ts';
import type { ChooseSavePath } from '../../vault/vault-operations.ts';
import type { BackupJournalEntry } from '../backup-handlers.ts';
import { writeNewFile } from '../write-new-file.ts';
import { type EnvironmentRecord, findSnapshot, type KeptHistory, valuesOf } from './environment-record.ts';
import { bitwardenImport, dotenvText, encryptText } from './export-environment.ts';
import { newestOf } from './kept-histories.ts';

export interface ExportPorts {
  /** @throws RondaError `vault.locked`, `env.damaged` */
  readonly recordOf: (hostId: string) => Promise<EnvironmentRecord>;
  /** Null where there is no desktop. */
  readonly chooseSavePath: ChooseSavePath | null;
  readonly onJournal: (entry: BackupJournalEntry) => void;
}

interface Export {
  readonly what: string;
  readonly suggestedName: string;
  readonly keys: number;
  readonly make: () => Promise<string | Uint8Array>;
}

const safeName = (name: string): string => name.replace(/[^A-Za-z0-9.-]+/g, '-').replace(/^[-.]+/, '');

export function createExportHandlers(ports: ExportPorts): Handlers<'env.export'> {
  const { recordOf, chooseSavePath, onJournal } = ports;

  /** @throws RondaError `common.needs-window` */
  async function placeFor(path: string | undefined, suggestedName: string): Promise<string | null> {
    if (path !== undefined) return path;
    if (!chooseSavePath) throw new RondaError('common.needs-window');
    return chooseSavePath(suggestedName);
  }

  return {
    async 'env.export'(input) {
      const record = await recordOf(input.hostId);
      const chosen = input.form === 'bitwarden' ? forBitwarden(record, input) : asDotenv(record, input);
      if (chosen.keys === 0) throw new RondaError('env.nothing-to-export');
      const path = await placeFor(input.path, chosen.suggestedName);
      if (path === null) return { path, keys: 0 };
      await writeNewFile(path, async () => {
        const content = await chosen.make();
        onJournal({
          hostId: input.hostId,
          serviceId: '',
          event: 'environment-exported',
          text: `environment: ${chosen.what}`,
        });
        return content;
      });
      return { path, keys: chosen.keys };
    },
  };
}

type Input<F extends string> = Extract<Parameters<Handlers['env.export']>[0], { form: F }>;

/** A file as it was, comments and all; of a service one that gives the same values. */
function asDotenv(record: EnvironmentRecord, { historyId, snapshot, to }: Input<'dotenv-age'>): Export {
  const { history, kept } = findSnapshot(record, historyId, snapshot);
  const { content } = kept;
  const values = valuesOf(content);
  const text = content.kind === 'file' ? content.text : dotenvText(Object.fromEntries(values));
  return {
    what: `${history.source.name}, snapshot ${kept.snapshot}, encrypted with age`,
    suggestedName: `${safeName(history.source.name)}-${kept.snapshot}.env.age`,
    keys: values.length,
    make: () => encryptText(text, to),
  };
}

/** @throws RondaError `env.plain-unconfirmed`, `env.unknown` */
function forBitwarden(record: EnvironmentRecord, { historyId, plain, hostId }: Input<'bitwarden'>): Export {
  if (!plain) throw new RondaError('env.plain-unconfirmed');
  const histories: readonly KeptHistory[] =
    historyId === undefined ? record.histories : [findSnapshot(record, historyId).history];
  const notes = histories
    .map((history) => ({ name: history.source.name, values: valuesOf(newestOf(history).content) }))
    .filter(({ values }) => values.length > 0);
  return {
    what: `${notes.map(({ name }) => name).join(', ')}, as a plain import file`,
    suggestedName: `${safeName(hostId)}-bitwarden.json`,
    keys: notes.reduce((sum, { values }) => sum + values.length, 0),
    make: async () =>
      bitwardenImport(notes.map(({ name, values }) => ({ name, values: Object.fromEntries(values) }))),
  };
}
