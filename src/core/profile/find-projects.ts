import type Docker from 'dockerode';
import { z } from 'zod';
import type { FoundProject, FoundService } from '../../shared/domain/found-project.ts';
import { RondaError } from '../../shared/errors.ts';
import { type Dial, probeHttp } from '../health/probe-http.ts';
import { dockerDetail } from '../hosts/docker/docker-error.ts';
import { createLimiter } from '../platform/limiter.ts';

const MAX_PROJECTS = 50;
const MAX_SERVICES = 200;
/** Where services usually say that they are well, and at last the front page. */
const HEALTH_PATHS = ['/health', '/healthz', '/api/health', '/'];
const LOOK_TIMEOUT_MS = 2_000;
const LOOKS_AT_ONCE = 4;

const label = {
  project: 'com.docker.compose.project',
  service: 'com.docker.compose.service',
  file: 'com.docker.compose.project.config_files',
  oneOff: 'com.docker.compose.oneoff',
};
/** A daemon's list is foreign input, and labels are whatever somebody wrote. */
const Listed = z.array(
  z.object({
    Labels: z.record(z.string(), z.string()).nullish(),
    Image: z.string().catch(''),
    State: z.string().catch(''),
    Status: z.string().catch(''),
    Ports: z
      .array(
        z.object({
          PublicPort: z.number().int().min(1).max(65535).optional(),
          Type: z.string().catch(''),
        }),
      )
      .nullish(),
  }),
);
type Listed = z.infer<typeof Listed>[number];

/** Names as they may be shown: a label may hold anything. */
function plain(text: string, longest = 255): string {
  return text.replace(/\p{C}/gu, '').slice(0, longest);
}

/**
 * The Compose projects on a host, running or not, and at which path each service answers over HTTP. It only looks:
 * one list of containers, and a few GET requests to ports that are published.
 * @param dial a TCP connection as the server would make it
 * @throws RondaError `services.unreadable`
 */
export async function findProjects(
  host: { readonly docker: Docker; readonly dial: Dial },
  signal: AbortSignal,
): Promise<FoundProject[]> {
  const projects = group(await list(host.docker, signal));
  const limiter = createLimiter(LOOKS_AT_ONCE);
  return Promise.all(
    projects.map(async (project) => ({
      ...project,
      services: await Promise.all(
        project.services.map(async (service) => ({
          ...service,
          healthPath: await limiter.run(() => findHealthPath(service, host.dial, signal)),
        })),
      ),
    })),
  );
}

async function list(docker: Docker, signal: AbortSignal): Promise<Listed[]> {
  try {
    return Listed.parse(
      await docker.listContainers({
        all: true,
        filters: { label: [label.project, label.service] },
        abortSignal: signal,
      }),
    );
  } catch (error) {
    signal.throwIfAborted();
    throw new RondaError('services.unreadable', { detail: dockerDetail(error) }, { cause: error });
  }
}

function group(containers: readonly Listed[]): FoundProject[] {
  const projects = new Map<string, Map<string, Listed[]>>();
  for (const container of containers) {
    const labels = container.Labels ?? {};
    const [project, service] = [plain(labels[label.project] ?? ''), plain(labels[label.service] ?? '')];
    if (project === '' || service === '' || labels[label.oneOff]?.toLowerCase() === 'true') continue;
    const services = projects.get(project) ?? new Map<string, Listed[]>();
    services.set(service, [...(services.get(service) ?? []), container]);
    projects.set(project, services);
  }
  const sorted = [...projects].sort(([a], [b]) => a.localeCompare(b)).slice(0, MAX_PROJECTS);
  return sorted.map(([project, services]) => ({
    project,
    composeFile: composeFileOf([...services.values()].flat()),
    services: [...services]
      .sort(([a], [b]) => a.localeCompare(b))
      .slice(0, MAX_SERVICES)
      .map(([service, found]) => describe(service, found)),
  }));
}

function composeFileOf(containers: readonly Listed[]): string | null {
  const files = containers.map(({ Labels }) => Labels?.[label.file]?.split(',')[0] ?? '');
  const [file] = files.filter((path) => path.startsWith('/') && path === plain(path, 4096));
  return file ?? null;
}

function describe(service: string, containers: readonly Listed[]): FoundService {
  const ports = containers.flatMap(({ Ports }) =>
    (Ports ?? []).flatMap(({ PublicPort, Type }) => (PublicPort && Type === 'tcp' ? [PublicPort] : [])),
  );
  return {
    service,
    containers: containers.length,
    running: containers.filter(({ State }) => State === 'running').length,
    image: plain(containers[0]?.Image ?? ''),
    // The list tells it in words only: `Up 3 hours (healthy)`.
    hasHealthcheck: containers.some(({ Status }) =>
      /\((?:healthy|unhealthy|health: starting)\)/.test(Status),
    ),
    ports: [...new Set(ports)].sort((a, b) => a - b).slice(0, 20),
    healthPath: null,
  };
}

async function findHealthPath(
  { ports: [port], running }: FoundService,
  dial: Dial,
  signal: AbortSignal,
): Promise<string | null> {
  if (port === undefined || running === 0) return null;
  for (const path of HEALTH_PATHS) {
    const url = `http://127.0.0.1:${port}${path}`;
    const probe = { url, status: [200], json: [], redirects: 0, timeoutMs: LOOK_TIMEOUT_MS };
    const result = await probeHttp(probe, dial, signal);
    signal.throwIfAborted();
    if (result.outcome === 'ok') return path;
    // Nothing there, or no HTTP: the other paths would say the same.
    if (result.cause?.code !== 'health.wrong-status') return null;
  }
  return null;
}
