import type { Handlers } from '../dispatcher/dispatcher.ts';
import type { IncidentService } from './incident-service.ts';

type IncidentOperation =
  | 'incidents.list'
  | 'incidents.open'
  | 'incidents.acknowledge'
  | 'incidents.step'
  | 'incidents.note'
  | 'incidents.severity'
  | 'incidents.close'
  | 'incidents.resolve'
  | 'incidents.timeline';

/** The handlers of `incidents.*`. */
export function createIncidentOperations(service: IncidentService): Handlers<IncidentOperation> {
  return {
    'incidents.list': async ({ state }) => ({ incidents: await service.list(state) }),
    'incidents.open': async (wanted) => ({ incident: await service.open(wanted) }),
    'incidents.acknowledge': async ({ incidentId }) => ({
      incident: await service.change(incidentId, { type: 'acknowledge' }),
    }),
    'incidents.step': async ({ incidentId, ...step }) => ({
      incident: await service.change(incidentId, { type: 'step', ...step }),
    }),
    'incidents.note': async ({ incidentId, text }) => ({
      incident: await service.change(incidentId, { type: 'note', text }),
    }),
    'incidents.severity': async ({ incidentId, severity, reason }) => ({
      incident: await service.setSeverity(incidentId, severity, reason),
    }),
    'incidents.close': async ({ incidentId, note }) => ({
      incident: await service.change(incidentId, { type: 'close', note }),
    }),
    'incidents.resolve': async ({ incidentId, note }) => ({
      incident: await service.change(incidentId, { type: 'resolve', note }),
    }),
    'incidents.timeline': async ({ incidentId }) => service.timeline(incidentId),
  };
}
