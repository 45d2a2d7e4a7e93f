import type { OperationName } from '../../shared/contract.ts';
import type { FoundProject } from '../../shared/domain/found-project.ts';
import type { Handlers } from '../dispatcher/dispatcher.ts';
import type { Log } from '../platform/log.ts';
import type { HostConnection } from './host-connection.ts';
import type { HostService } from './host-service.ts';
import { findEngines } from './local/find-engines.ts';
import type { PublishedPrompter } from './prompts/published-prompter.ts';
import { personOf } from './ssh-config/resolve-target.ts';
import { readSuggestedHosts } from './suggest-hosts.ts';

export type HostOperationName = Extract<OperationName, `hosts.${string}`>;

export interface HostOperationDeps {
  readonly service: HostService;
  readonly prompter: Pick<PublishedPrompter, 'answer'>;
  /** Refuses a profile that is not there. @throws RondaError */
  readonly requireProfile: (profileId: string) => Promise<void>;
  /** What runs on a host. @throws RondaError */
  readonly findProjects: (connection: HostConnection, signal: AbortSignal) => Promise<FoundProject[]>;
  readonly userHome: string;
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly log: Log;
}

/** The `hosts.*` operations of the contract. */
export function hostOperations(deps: HostOperationDeps): Handlers<HostOperationName> {
  const { service, userHome, platform, env } = deps;
  return {
    'hosts.list': async () => ({ hosts: await service.list() }),
    'hosts.add': async ({ connect, ...draft }) => {
      await deps.requireProfile(draft.profileId);
      const { id } = await service.add(draft);
      if (connect) service.connect(id);
      return { hostId: id };
    },
    'hosts.remove': async ({ hostId }) => {
      await service.remove(hostId);
      return {};
    },
    'hosts.connect': async ({ hostId }) => {
      service.connect(hostId);
      return {};
    },
    'hosts.disconnect': async ({ hostId }) => {
      await service.disconnect(hostId);
      return {};
    },
    'hosts.test': async ({ hostId }, { signal }) => ({
      host: await service.connectAndWait(hostId, signal),
    }),
    'hosts.try': async (draft, { signal, emit }) => {
      // Told in their order; a window that is gone has cancelled the whole call.
      let told = Promise.resolve();
      const projects = await service
        .tryOut(draft, {
          signal,
          changed: ({ connection }) => {
            told = told
              .then(() => emit({ connection }))
              .catch((error: unknown) => deps.log.info('nobody was told how a try went', { error }));
          },
          use: (connection) => deps.findProjects(connection, AbortSignal.any([signal, connection.signal])),
        })
        .finally(() => told);
      return { projects };
    },
    'hosts.projects': async ({ hostId }, { signal }) => ({
      projects: await deps.findProjects(service.get(hostId), signal),
    }),
    'hosts.answer': async ({ promptId, answer }) => {
      deps.prompter.answer(promptId, answer);
      return {};
    },
    'hosts.suggest': async () => ({
      ...(await readSuggestedHosts(personOf(userHome, env), deps.log)),
      ...(await findEngines({ platform, userHome, env, log: deps.log })),
    }),
  };
}
