import type { OperationName } from '../../shared/contract.ts';
import type { Handlers } from '../dispatcher/dispatcher.ts';
import type { Log } from '../platform/log.ts';
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
