import { errorText, type RondaError, toErrorShape } from '../../../shared/errors.ts';
import type { HealthTransition } from '../../health/transition.ts';

export interface ProblemPorts {
  /** Null: no such host. */
  readonly hostName: (hostId: string) => string | null;
  readonly language: () => 'en' | 'id';
  readonly now: () => number;
  readonly isSilent: (hostId: string, serviceId: string | null) => boolean;
  /** The causes of incidents that have not recovered: what was told before this process began. */
  readonly openCauses: () => readonly string[];
  readonly onTransition: (transition: HealthTransition) => void;
}

/**
 * Says that something of a host's backups is in trouble, as a cause of its host's own; null takes it back. What is told
 * already is not told again, and nothing new is told under a silence.
 * @param key names the cause within its host
 */
export function tellProblem(
  ports: ProblemPorts,
  {
    hostId,
    serviceId,
    key,
  }: { readonly hostId: string; readonly serviceId: string | null; readonly key: string },
  problem: RondaError | null,
): void {
  const isTold = ports.openCauses().includes(`${hostId}/vital:${key}`);
  if (problem ? isTold || ports.isSilent(hostId, serviceId) : !isTold) return;
  const cause = problem ? toErrorShape(problem) : null;
  ports.onTransition({
    hostId,
    serviceId: null,
    checkId: null,
    name: ports.hostName(hostId) ?? hostId,
    from: problem ? 'up' : 'down',
    to: problem ? 'down' : 'up',
    at: ports.now(),
    reason: cause?.message ?? '',
    ...(cause ? { cause } : {}),
    mainFunction: false,
    allDown: false,
    tile: null,
    vital: { key, title: cause ? errorText(cause, ports.language()).message : '' },
  });
}
