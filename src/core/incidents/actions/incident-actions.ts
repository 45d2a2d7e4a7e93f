import type { Incident } from '../../../shared/domain/incident.ts';
import type { Profile } from '../../../shared/domain/profile.ts';
import type { CommandRecord, ContainerView } from '../../../shared/domain/service.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { Handlers } from '../../dispatcher/dispatcher.ts';
import type { HostWatch } from '../../health/host-watch.ts';
import { checkTarget } from '../../health/run-check.ts';
import type { HostConnections } from '../../hosts/host-connection.ts';
import type { Clock } from '../../platform/clock.ts';
import { containersOf } from '../../services/service-actions.ts';
import { type CopyData, copyTestCommands, testOnCopy } from '../../test-copy/test-on-copy.ts';
import type { IncidentService } from '../incident-service.ts';
import { execCommand, runInContainer } from './run-in-container.ts';

type ActionOperation =
  | 'incidents.exec-preview'
  | 'incidents.exec'
  | 'incidents.test-preview'
  | 'incidents.test';
type ServiceSpec = Profile['services'][number];

export interface IncidentActionPorts {
  readonly connections: HostConnections;
  readonly watchOf: (hostId: string) => Promise<HostWatch>;
  readonly incidents: Pick<IncidentService, 'find' | 'recordCommands'>;
  readonly clock: Clock;
  readonly hostName: (hostId: string) => string;
  /** The newest verified backup of each database of a service, as files that lie here. */
  readonly newestData: (hostId: string, service: ServiceSpec) => CopyData[];
}

/** The hands of an incident beyond starting and stopping: a command in the container, and the tests of step five. */
export function createIncidentActions(ports: IncidentActionPorts): Handlers<ActionOperation> {
  const { connections, clock, incidents } = ports;

  async function placeOf(incidentId: string, serviceId: string) {
    const incident = await incidents.find(incidentId);
    if (incident.hostId === null) throw new RondaError('incidents.no-host', { number: incident.number });
    const watch = await ports.watchOf(incident.hostId);
    return { incident, hostId: incident.hostId, watch, service: watch.service(serviceId) };
  }

  /** One that runs, if there is one: what is asked is asked of the service, not of a replica. */
  async function containerOf(watch: HostWatch, serviceId: string): Promise<ContainerView> {
    const all = await containersOf(watch, serviceId);
    const chosen = all.find(({ state }) => state === 'running') ?? all[0];
    if (!chosen) throw new RondaError('services.no-container', { service: serviceId, compose: serviceId });
    return chosen;
  }

  const record = (incident: Incident, commands: readonly CommandRecord[]): Promise<Incident> =>
    incidents.recordCommands(incident.id, commands);

  /** The service where staging is: by its id, in the manual of that host. */
  async function onStaging(hostId: string | undefined, serviceId: string) {
    if (hostId === undefined) throw new RondaError('incidents.no-staging');
    connections.get(hostId);
    const watch = await ports.watchOf(hostId);
    return { watch, service: watch.service(serviceId) };
  }

  /** @param remark why or where, beside each command */
  async function runChecks(
    { watch, service }: { watch: HostWatch; service: ServiceSpec },
    remark: string,
  ): Promise<CommandRecord[]> {
    const startedAt = clock.now();
    const tiles = await watch.checkNow(service.id);
    const checks = tiles.find(({ serviceId }) => serviceId === service.id)?.checks ?? [];
    return checks.map(({ status, message }, index) => {
      const spec = service.checks[index];
      const target = spec ? checkTarget(spec) : service.id;
      return {
        command: `${target}  # ${remark}`,
        startedAt,
        durationMs: Math.max(0, clock.now() - startedAt),
        ok: status === 'up',
        output: message,
      };
    });
  }

  return {
    'incidents.exec-preview': async ({ incidentId, serviceId, command }) => {
      const { watch } = await placeOf(incidentId, serviceId);
      return { commands: [execCommand(await containerOf(watch, serviceId), command)] };
    },
    'incidents.exec': async ({ incidentId, serviceId, command }, { signal }) => {
      const { incident, hostId, watch } = await placeOf(incidentId, serviceId);
      const live = connections.get(hostId);
      const container = await containerOf(watch, serviceId);
      const stop = AbortSignal.any([signal, live.signal]);
      const done = await runInContainer({ docker: live.docker, clock }, container, command, stop);
      await record(incident, [done]);
      return { commands: [done] };
    },
    'incidents.test-preview': async ({ incidentId, serviceId, where, stagingHostId }) => {
      const { incident, hostId, watch, service } = await placeOf(incidentId, serviceId);
      if (where === 'staging')
        return { commands: (await onStaging(stagingHostId, serviceId)).service.checks.map(checkTarget) };
      if (where === 'production') return { commands: service.checks.map(checkTarget) };
      const container = await containerOf(watch, serviceId);
      const data = ports.newestData(hostId, service);
      return { commands: copyTestCommands({ service, container, purpose: String(incident.number), data }) };
    },
    'incidents.test': async ({ incidentId, serviceId, where, stagingHostId, reason }, { signal }) => {
      if (where === 'production' && reason === '') throw new RondaError('incidents.test-needs-reason');
      if (where === 'staging') {
        const place = await onStaging(stagingHostId, serviceId);
        const done = await runChecks(place, `staging: ${ports.hostName(stagingHostId ?? '')}`);
        await record(await incidents.find(incidentId), done);
        return { ok: done.length > 0 && done.every(({ ok }) => ok), commands: done };
      }
      const { incident, hostId, watch, service } = await placeOf(incidentId, serviceId);
      const live = connections.get(hostId);
      const stop = AbortSignal.any([signal, live.signal]);
      const commands =
        where === 'production'
          ? await runChecks({ watch, service }, `production: ${reason}`)
          : await testOnCopy(
              {
                docker: live.docker,
                clock,
                service,
                container: await containerOf(watch, serviceId),
                purpose: String(incident.number),
                data: ports.newestData(hostId, service),
              },
              stop,
            );
      await record(incident, commands);
      return { ok: commands.length > 0 && commands.every(({ ok }) => ok), commands };
    },
  };
}
