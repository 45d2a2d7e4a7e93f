import type Docker from 'dockerode';
import { z } from 'zod';
import type { OutputOf } from '../../shared/contract.ts';
import { RondaError } from '../../shared/errors.ts';
import { dockerStatus } from '../hosts/docker/docker-error.ts';
import { unreadableAnswer } from './unreadable-answer.ts';

const Inspected = z.object({
  Id: z.string(),
  Name: z.string(),
  Path: z.string().nullish(),
  Args: z.array(z.string()).nullish(),
  Config: z.object({ Env: z.array(z.string()).nullish() }),
  HostConfig: z.object({
    NanoCpus: z.number().nullish(),
    CpuQuota: z.number().nullish(),
    CpuPeriod: z.number().nullish(),
    Memory: z.number().nullish(),
    RestartPolicy: z.object({ Name: z.string(), MaximumRetryCount: z.number().nullish() }).nullish(),
  }),
  Mounts: z
    .array(
      z.object({
        Type: z.string(),
        Name: z.string().nullish(),
        Source: z.string().nullish(),
        Destination: z.string(),
        RW: z.boolean(),
      }),
    )
    .nullish(),
  NetworkSettings: z.object({
    Ports: z
      .record(z.string(), z.array(z.object({ HostIp: z.string(), HostPort: z.string() })).nullable())
      .nullish(),
    Networks: z.record(z.string(), z.unknown()).nullish(),
  }),
});

type Description = OutputOf<'services.describe'>['containers'][number];

/**
 * What an admin asks of a container. Of its environment the names only: the values are secrets and never leave the
 * engine's answer.
 * @throws RondaError `services.gone`, `services.unreadable`
 */
export async function describeContainer(
  docker: Docker,
  container: { readonly id: string; readonly name: string },
  signal: AbortSignal,
): Promise<Description> {
  try {
    const answer = await docker.getContainer(container.id).inspect({ abortSignal: signal });
    return toDescription(Inspected.parse(answer));
  } catch (error) {
    signal.throwIfAborted();
    if (dockerStatus(error) === 404) throw new RondaError('services.gone', { container: container.name });
    throw unreadableAnswer(error);
  }
}

function toDescription(info: z.infer<typeof Inspected>): Description {
  const { HostConfig: limits, NetworkSettings: network } = info;
  const policy = limits.RestartPolicy;
  return {
    id: info.Id,
    name: info.Name.replace(/^\//, ''),
    command: [info.Path ?? '', ...(info.Args ?? [])].join(' ').trim(),
    environmentNames: (info.Config.Env ?? []).map((line) => line.split('=', 1)[0] ?? '').sort(),
    ports: Object.entries(network.Ports ?? {}).flatMap(([container, bound]) =>
      (bound ?? []).map(({ HostIp, HostPort }) => ({ container, host: `${HostIp}:${HostPort}` })),
    ),
    mounts: (info.Mounts ?? []).map(({ Type, Name, Source, Destination, RW }) => ({
      type: Type,
      source: Name ?? Source ?? '',
      target: Destination,
      writable: RW,
    })),
    limits: { cpus: cpuLimit(limits), memoryBytes: limits.Memory ? limits.Memory : null },
    restartPolicy: policy?.MaximumRetryCount
      ? `${policy.Name}:${policy.MaximumRetryCount}`
      : policy?.Name || 'no',
    networks: Object.keys(network.Networks ?? {}),
  };
}

function cpuLimit({ NanoCpus, CpuQuota, CpuPeriod }: z.infer<typeof Inspected>['HostConfig']): number | null {
  if (NanoCpus) return NanoCpus / 1e9;
  if (CpuQuota && CpuQuota > 0) return CpuQuota / (CpuPeriod || 100_000);
  return null;
}
