import type Docker from 'dockerode';
import { z } from 'zod';
import type { EngineInfo } from '../../../shared/domain/host.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { Clock } from '../../platform/clock.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import { withDeadline } from '../deadline.ts';
import { NEWEST_API, negotiateApi, OLDEST_API } from './api-range.ts';

const ANSWER_TIMEOUT_MS = 15_000;

const ApiVersion = z.string().regex(/^\d{1,3}\.\d{1,4}$/);
/** A daemon's answers are foreign input: only these fields are taken, and only in this form. */
const VersionAnswer = z.object({
  Version: z.string().max(100),
  ApiVersion,
  MinAPIVersion: ApiVersion.optional(),
});
const InfoAnswer = z.object({
  OperatingSystem: z.string().max(200).catch(''),
  NCPU: z.number().nonnegative().catch(0),
  MemTotal: z.number().nonnegative().catch(0),
  CgroupDriver: z.string().max(50).catch(''),
});

export interface InspectedEngine {
  readonly engine: EngineInfo;
  /** The version to speak with it. */
  readonly apiVersion: string;
}

/**
 * Asks an engine what it is.
 * @param where its socket, for errors
 * @throws RondaError `hosts.docker-version` naming both ranges, `hosts.docker-answer`; errors of the transport as
 * they are
 */
export async function inspectEngine(
  docker: Docker,
  where: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<InspectedEngine> {
  const limit = { clock, ms: ANSWER_TIMEOUT_MS, signal };
  const silent = (): RondaError =>
    new RondaError('hosts.docker-answer', {
      socket: where,
      detail: `no answer for ${ANSWER_TIMEOUT_MS / 1000} s`,
    });
  const parsed = VersionAnswer.safeParse(await withDeadline(docker.version(), limit, silent));
  if (!parsed.success) {
    throw new RondaError('hosts.docker-answer', { socket: where, detail: 'it names no version' });
  }
  const { Version, ApiVersion: newest, MinAPIVersion: oldest = newest } = parsed.data;
  const apiVersion = negotiateApi({ oldest, newest });
  if (apiVersion === null) {
    throw new RondaError('hosts.docker-version', {
      found: oldest === newest ? newest : `${oldest}–${newest}`,
      known: `${OLDEST_API}–${NEWEST_API}`,
    });
  }
  const info = InfoAnswer.safeParse(await withDeadline(docker.info(), limit, silent));
  if (!info.success) {
    throw new RondaError('hosts.docker-answer', { socket: where, detail: plainDetail(info.error) });
  }
  return {
    apiVersion,
    engine: {
      version: Version,
      apiVersion: newest,
      operatingSystem: info.data.OperatingSystem,
      cpus: info.data.NCPU,
      memoryBytes: info.data.MemTotal,
      countsContainers: info.data.CgroupDriver !== 'none',
    },
  };
}
