import { RondaError } from '../../../shared/errors.ts';
import type { Handlers } from '../../dispatcher/dispatcher.ts';
import type { Clock } from '../../platform/clock.ts';
import { writeAtomically } from '../../platform/write-atomically.ts';
import type { Incidents } from '../incident-mirror.ts';
import type { IncidentService } from '../incident-service.ts';

type JournalOperation = 'incidents.journal' | 'incidents.export-journal' | 'incidents.import-journal';

/** The whole journal as a file, out and in. */
export function createJournalOperations(ports: {
  readonly incidents: Pick<Incidents, 'exportJournal' | 'importJournal'>;
  readonly service: Pick<IncidentService, 'refresh'>;
  readonly clock: Clock;
  readonly desktop: { chooseSavePath(suggestedName: string): Promise<string | null> } | null;
}): Handlers<JournalOperation> {
  const { incidents, clock } = ports;
  return {
    'incidents.journal': async () => ({ json: await incidents.exportJournal(clock.now()) }),
    'incidents.export-journal': async () => {
      if (!ports.desktop) throw new RondaError('common.needs-window');
      const day = new Date(clock.now()).toISOString().slice(0, 10);
      const path = await ports.desktop.chooseSavePath(`ronda-journal-${day}.json`);
      if (path !== null) await writeAtomically(path, await incidents.exportJournal(clock.now()));
      return { path };
    },
    'incidents.import-journal': async ({ json }) => {
      const result = await incidents.importJournal(json, clock.now());
      await ports.service.refresh();
      return result;
    },
  };
}
