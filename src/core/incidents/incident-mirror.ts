import type { Incident } from '../../shared/domain/incident.ts';
import type { Log } from '../platform/log.ts';
import type { StatePublisher } from '../state/published-state.ts';
import type { Remote } from '../storage/remote.ts';
import type { IncidentRepository } from './incident-repository.ts';

export type Incidents = Remote<{ incidents: IncidentRepository }>['incidents'];

/** Windows mirror every open incident and so many closed ones; `incidents.list` reads them all. */
const CLOSED_PUBLISHED = 200;

/** Keeps the published slice like the database, which the command line may change beside us. */
export function createIncidentMirror(ports: {
  readonly incidents: Incidents;
  readonly publisher: StatePublisher;
  readonly log: Log;
}) {
  const { incidents, publisher, log } = ports;
  const published = new Map<string, string>();
  let seenHead = -1;

  const publish = (incident: Incident): void => {
    published.set(incident.id, JSON.stringify(incident));
    publisher.set('incidents', incident.id, incident);
  };

  return {
    publish,
    /** Reads again when anything was written since, by whomever. */
    async refresh(): Promise<void> {
      const head = await incidents.headSeq();
      if (head === seenHead) return;
      const { incidents: all, damaged } = await incidents.list();
      if (damaged.length > 0) log.error('incidents cannot be read', { damaged });
      let closed = 0;
      const shown = all.filter((one) => one.state === 'open' || ++closed <= CLOSED_PUBLISHED);
      for (const incident of shown) {
        if (published.get(incident.id) !== JSON.stringify(incident)) publish(incident);
      }
      const ids = new Set(shown.map((incident) => incident.id));
      for (const id of published.keys()) {
        if (ids.has(id)) continue;
        published.delete(id);
        publisher.remove('incidents', id);
      }
      seenHead = head;
    },
  };
}
