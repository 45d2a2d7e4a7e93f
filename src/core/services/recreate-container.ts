import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import type { ContainerCreateOptions, ContainerInspectInfo, EndpointSettings } from 'dockerode';
import type { ContainerView } from '../../shared/domain/service.ts';
import { type ActionStep, shownName } from './action-step.ts';

/** What a container was made with, and what of that came from its image. */
export interface RecreateMaterial {
  readonly inspected: ContainerInspectInfo;
  readonly imageDefaults: Partial<ContainerInspectInfo['Config']>;
}

/** So long the new one has to stay up before the old one is thrown away. */
const provingMs = 3_000;
const graceSeconds = 10;

export async function readMaterial(
  docker: Docker,
  id: string,
  signal: AbortSignal,
): Promise<RecreateMaterial> {
  const inspected = await docker.getContainer(id).inspect({ abortSignal: signal });
  const image = await docker.getImage(inspected.Image).inspect();
  return { inspected, imageDefaults: image.Config ?? {} };
}

const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/** The entries that the image did not bring itself. */
function withoutDefaults(
  own: Record<string, unknown> | null | undefined,
  defaults: Record<string, unknown> | null | undefined,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(own ?? {}).filter(([key, value]) => !same(value, defaults?.[key])),
  );
}

/**
 * The order for a container with the settings of an existing one. What the old image itself brought (its command, its
 * variables, …) is left out, so that a newer image's own takes effect; anonymous volumes are kept by their name.
 * The networks beyond the first have to be connected afterwards: the engine before 25 takes one only.
 */
export function recreateOrder({ inspected, imageDefaults }: RecreateMaterial): {
  readonly order: ContainerCreateOptions;
  readonly furtherNetworks: readonly (readonly [name: string, endpoint: EndpointSettings])[];
} {
  const { Config, HostConfig, Mounts, NetworkSettings, Id } = inspected;
  const order: Record<string, unknown> = { ...Config };
  for (const key of [
    'Cmd',
    'Entrypoint',
    'WorkingDir',
    'User',
    'Healthcheck',
    'StopSignal',
    'Shell',
  ] as const) {
    if (key in imageDefaults && same(order[key], Reflect.get(imageDefaults, key))) delete order[key];
  }
  const imageEnv = new Set(imageDefaults.Env ?? []);
  order.Env = (Config.Env ?? []).filter((line) => !imageEnv.has(line));
  order.Labels = withoutDefaults(Config.Labels, imageDefaults.Labels);
  order.ExposedPorts = withoutDefaults(Config.ExposedPorts, imageDefaults.ExposedPorts);
  order.Volumes = withoutDefaults(Config.Volumes, imageDefaults.Volumes);
  // The engine gave it the id as its name in the network: the new one has an id of its own.
  if (Id.startsWith(Config.Hostname)) delete order.Hostname;

  const named = JSON.stringify([HostConfig.Binds ?? [], HostConfig.Mounts ?? []]);
  const anonymous = Mounts.flatMap(({ Type, Name, Destination, RW }) =>
    Type === 'volume' && Name && !named.includes(Name) ? [`${Name}:${Destination}${RW ? '' : ':ro'}`] : [],
  );
  order.HostConfig = { ...HostConfig, Binds: [...(HostConfig.Binds ?? []), ...anonymous] };

  const isPlain = !/^(host|none|container:)/.test(HostConfig.NetworkMode ?? '');
  const networks = isPlain
    ? Object.entries(NetworkSettings.Networks ?? {}).map(
        ([name, { IPAMConfig, Aliases, Links }]): [string, EndpointSettings] => [
          name,
          {
            ...(IPAMConfig ? { IPAMConfig } : {}),
            ...(Links ? { Links } : {}),
            Aliases: ((Aliases ?? []) as string[]).filter((alias) => !Id.startsWith(alias)),
          } as EndpointSettings,
        ],
      )
    : [];
  const [first, ...furtherNetworks] = networks;
  if (first) order.NetworkingConfig = { EndpointsConfig: { [first[0]]: first[1] } };
  return { order: order as ContainerCreateOptions, furtherNetworks };
}

/**
 * A new container in the place of an old one, from what its image's name means now. The old one is kept aside until the
 * new one has proved to stay up; each step knows how it is taken back.
 */
export function recreateSteps(
  docker: Docker,
  container: ContainerView,
  material: RecreateMaterial,
  pullFirst: boolean,
): ActionStep[] {
  const { order, furtherNetworks } = recreateOrder(material);
  const image = material.inspected.Config.Image;
  const original = container.name;
  const name = shownName(container);
  const [aside, fresh] = [`${name}-before`, `${name}-new`];
  const old = docker.getContainer(container.id);
  let created: Docker.Container | null = null;
  const made = (): Docker.Container => {
    if (!created) throw new Error('the new container was not made');
    return created;
  };
  const step = (
    command: string,
    work: (options: { abortSignal: AbortSignal }) => Promise<unknown>,
    undo?: ActionStep,
  ): ActionStep => ({
    command,
    async run(abortSignal) {
      const output = await work({ abortSignal });
      return typeof output === 'string' ? output : '';
    },
    ...(undo ? { undo } : {}),
  });

  return [
    ...(pullFirst
      ? [step(`docker pull ${image}`, ({ abortSignal }) => pull(docker, image, abortSignal))]
      : []),
    step(
      `docker create --name ${fresh} (settings of ${name}) ${image}`,
      async ({ abortSignal }) => {
        created = await docker.createContainer({ ...order, name: fresh, abortSignal });
        for (const [network, EndpointConfig] of furtherNetworks) {
          await docker.getNetwork(network).connect({ Container: created.id, EndpointConfig });
        }
        return created.id.slice(0, 12);
      },
      step(`docker rm --force ${fresh}`, async ({ abortSignal }) =>
        created?.remove({ force: true, v: false, abortSignal }),
      ),
    ),
    step(
      `docker stop ${name}`,
      (options) => old.stop({ t: graceSeconds, ...options }).catch(ignoreUnchanged),
      container.state === 'running'
        ? step(`docker start ${name}`, (options) => old.start(options).catch(ignoreUnchanged))
        : undefined,
    ),
    step(
      `docker rename ${name} ${aside}`,
      (options) => old.rename({ name: aside, ...options }),
      step(`docker rename ${aside} ${name}`, (options) => old.rename({ name: original, ...options })),
    ),
    step(
      `docker rename ${fresh} ${name}`,
      (options) => made().rename({ name: original, ...options }),
      step(`docker rename ${name} ${fresh}`, (options) => made().rename({ name: fresh, ...options })),
    ),
    step(`docker start ${name}`, async ({ abortSignal }) => {
      await made().start({ abortSignal });
      await sleep(provingMs, undefined, { signal: abortSignal });
      const { State } = await made().inspect({ abortSignal });
      if (!State.Running || State.Restarting)
        throw new Error(`it ended again with exit code ${State.ExitCode}`);
      return original;
    }),
    {
      ...step(`docker rm ${aside}`, (options) => old.remove({ v: false, ...options })),
      isAfterthought: true,
    },
  ];
}

/** 304: it is as it was wanted already. */
function ignoreUnchanged(error: unknown): void {
  if (!(error instanceof Error && 'statusCode' in error && error.statusCode === 304)) throw error;
}

/** @returns the engine's last word on it */
async function pull(docker: Docker, image: string, signal: AbortSignal): Promise<string> {
  const progress = await docker.pull(image, { abortSignal: signal });
  const lines = await new Promise<{ status?: string; error?: string }[]>((resolve, reject) => {
    docker.modem.followProgress(progress, (error, output) => (error ? reject(error) : resolve(output)));
  });
  const failed = lines.find(({ error }) => error !== undefined);
  if (failed) throw new Error(failed.error);
  return lines.at(-1)?.status ?? '';
}
