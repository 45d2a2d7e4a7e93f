import type Docker from 'dockerode';
import { z } from 'zod';
import type { ContainerView } from '../../shared/domain/service.ts';
import { dockerStatus } from '../hosts/docker/docker-error.ts';
import type { Limiter } from '../platform/limiter.ts';
import { unreadableAnswer } from './unreadable-answer.ts';

export const serviceLabel = 'com.docker.compose.service';
export const projectLabel = 'com.docker.compose.project';
const oneOffLabel = 'com.docker.compose.oneoff';

/** One container as it was at one moment, with the labels it was found by. */
export interface ComposeContainer {
  readonly project: string;
  readonly composeService: string;
  readonly view: ContainerView;
}

const Listed = z.array(z.object({ Id: z.string(), Labels: z.record(z.string(), z.string()).nullish() }));
const Inspected = z.object({
  Id: z.string().regex(/^[0-9a-f]{12,64}$/),
  Name: z.string(),
  Created: z.string(),
  Image: z.string(),
  RestartCount: z.number().int().nonnegative().catch(0),
  Config: z.object({ Image: z.string(), Labels: z.record(z.string(), z.string()).nullish() }),
  State: z.object({
    Status: z.enum(['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead']),
    ExitCode: z.number().int().catch(0),
    StartedAt: z.string().nullish(),
    Health: z.object({ Status: z.string() }).nullish(),
  }),
});
const healthStates = ['none', 'starting', 'healthy', 'unhealthy'] as const;

/**
 * The containers that Compose made, v1 and v2 alike: found by their labels, never by their names. One-off containers
 * (`docker compose run`) are not part of a service.
 * @param project only of this Compose project; absent: of any
 * @throws RondaError `services.unreadable`; containers that vanish between list and inspect are left out
 */
export async function readContainers(
  docker: Docker,
  options: { readonly project: string | undefined; readonly limiter: Limiter; readonly signal: AbortSignal },
): Promise<ComposeContainer[]> {
  const label =
    options.project === undefined ? [serviceLabel] : [serviceLabel, `${projectLabel}=${options.project}`];
  try {
    const listed = Listed.parse(
      await docker.listContainers({ all: true, filters: { label }, abortSignal: options.signal }),
    );
    const wanted = listed.filter(({ Labels }) => Labels?.[oneOffLabel]?.toLowerCase() !== 'true');
    const found = await Promise.all(
      wanted.map(({ Id }) => options.limiter.run(() => inspectContainer(docker, Id, options.signal))),
    );
    return found.filter((container) => container !== null).sort(byName);
  } catch (error) {
    options.signal.throwIfAborted();
    throw unreadableAnswer(error);
  }
}

async function inspectContainer(
  docker: Docker,
  id: string,
  signal: AbortSignal,
): Promise<ComposeContainer | null> {
  try {
    return toContainer(Inspected.parse(await docker.getContainer(id).inspect({ abortSignal: signal })));
  } catch (error) {
    if (dockerStatus(error) === 404) return null;
    throw error;
  }
}

function toContainer(info: z.infer<typeof Inspected>): ComposeContainer {
  const { State, Config } = info;
  const health = healthStates.find((state) => state === State.Health?.Status) ?? 'none';
  const hasEnded = State.Status === 'exited' || State.Status === 'dead';
  return {
    project: Config.Labels?.[projectLabel] ?? '',
    composeService: Config.Labels?.[serviceLabel] ?? '',
    view: {
      id: info.Id,
      name: info.Name.replace(/^\//, ''),
      image: Config.Image,
      imageId: info.Image,
      state: State.Status,
      health,
      createdAt: instant(info.Created) ?? 0,
      startedAt: instant(State.StartedAt ?? ''),
      restartCount: info.RestartCount,
      exitCode: hasEnded || State.Status === 'restarting' ? State.ExitCode : null,
      cpuPercent: null,
      memoryBytes: null,
      memoryLimitBytes: null,
      io: null,
    },
  };
}

/** Docker writes the year 1 for "never". */
function instant(text: string): number | null {
  const at = Date.parse(text);
  return Number.isFinite(at) && at > 0 ? at : null;
}

function byName(a: ComposeContainer, b: ComposeContainer): number {
  return a.view.name.localeCompare(b.view.name, 'en', { numeric: true });
}
