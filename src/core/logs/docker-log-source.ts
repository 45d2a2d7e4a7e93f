import { Readable } from 'node:stream';
import { z } from 'zod';
import { isAbort, RondaError } from '../../shared/errors.ts';
import { dockerStatus } from '../hosts/docker/docker-error.ts';
import type { HostConnection } from '../hosts/host-connection.ts';
import type { Clock } from '../platform/clock.ts';
import { plainDetail } from '../platform/plain-detail.ts';
import { parseDockerTimestamp, toDockerTime } from './docker-timestamp.ts';
import type { LogSource } from './log-source.ts';

/** The parts of Docker's answers that are used; a lying daemon's are refused. */
const Inspected = z.object({
  State: z.object({ Running: z.boolean() }),
  Config: z.object({ Tty: z.boolean() }),
  HostConfig: z.object({ LogConfig: z.object({ Type: z.string() }) }),
});
type Inspected = z.infer<typeof Inspected>;
const Info = z.object({ SystemTime: z.string() });

/**
 * Logs through the Docker API. Both following and finite requests are read as streams: dockerode's own `logs()`
 * gathers a finite one in memory, which a container of long lines would fill.
 */
export function createDockerLogSource(
  connection: HostConnection,
  containerId: string,
  clock: Clock,
): LogSource {
  const { docker } = connection;
  const container = containerId.slice(0, 12);

  const broken = (error: unknown): Error => {
    if (error instanceof RondaError || isAbort(error)) return error as Error;
    if (connection.signal.aborted && connection.signal.reason instanceof Error)
      return connection.signal.reason;
    if (dockerStatus(error) === 404) return new RondaError('logs.container-gone', { container });
    return new RondaError('logs.interrupted', { detail: plainDetail(error) }, { cause: error });
  };

  async function inspect(signal: AbortSignal): Promise<Inspected> {
    try {
      return Inspected.parse(await docker.getContainer(containerId).inspect({ abortSignal: signal }));
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof z.ZodError) {
        throw new RondaError('logs.malformed', { detail: error.issues[0]?.message ?? '' }, { cause: error });
      }
      throw broken(error);
    }
  }

  /** @param isStream false: the answer is parsed as JSON */
  function get(path: string, query: object, isStream: boolean, signal: AbortSignal): Promise<unknown> {
    const statusCodes = { 200: true, 404: 'no such container', 500: 'server error', 501: 'not implemented' };
    return new Promise((resolve, reject) => {
      docker.modem.dial(
        { path: `${path}?`, method: 'GET', abortSignal: signal, isStream, statusCodes, options: query },
        (error: unknown, answer: unknown) => (error ? reject(error) : resolve(answer)),
      );
    });
  }

  return {
    broken,
    async open({ tail, since, follow }, signal) {
      const inspected = await inspect(signal);
      const query = {
        stdout: '1',
        stderr: '1',
        timestamps: '1',
        follow: follow ? '1' : '0',
        tail: tail === null ? 'all' : String(tail),
        ...(since === null ? {} : { since: toDockerTime(since) }),
      };
      try {
        const stream = await get(`/containers/${containerId}/logs`, query, true, signal);
        if (!(stream instanceof Readable)) throw new RondaError('logs.malformed', { detail: 'no stream' });
        return { stream, tty: inspected.Config.Tty };
      } catch (error) {
        signal.throwIfAborted();
        if (dockerStatus(error) !== null && /does not support reading/i.test(plainDetail(error))) {
          const driver = inspected.HostConfig.LogConfig.Type;
          throw new RondaError('logs.driver-unreadable', { container, driver }, { cause: error });
        }
        throw broken(error);
      }
    },
    async state(signal) {
      try {
        return (await inspect(signal)).State.Running ? 'running' : 'stopped';
      } catch (error) {
        if (error instanceof RondaError && error.code === 'logs.container-gone') return 'gone';
        throw error;
      }
    },
    async clockSkew(signal) {
      const asked = clock.now();
      // `docker info` says the server's time to the nanosecond; the answer is taken to be half a round trip old.
      const info = Info.safeParse(await get('/info', {}, false, signal));
      const answered = clock.now();
      const server = parseDockerTimestamp(info.data?.SystemTime ?? '');
      return server ? Math.round(server.ms - (asked + answered) / 2) : null;
    },
  };
}
