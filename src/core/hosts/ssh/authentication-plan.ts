import type { AnyAuthMethod } from 'ssh2';
import type { SshTarget } from '../../../shared/domain/host.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { Clock } from '../../platform/clock.ts';
import { listAgentKeys } from './agent-keys.ts';
import { identitiesPlan } from './identities-plan.ts';
import { keyPlan, type OpenedKeys } from './key-plan.ts';

export type SecretPurpose = 'password' | 'passphrase';

export interface AuthenticationSources {
  readonly clock: Clock;
  readonly agentSocket: string | null;
  readonly openedKeys: OpenedKeys;
  /** Why an agent gave no answer, by its socket: a hung one is waited for once a login, not with every plan. */
  readonly deadAgents: Map<string, unknown>;
  /** What is known so far, by purpose. */
  readonly secrets: Readonly<Partial<Record<SecretPurpose, string>>>;
  /** Answers a server's own questions (keyboard-interactive); hidden ones get the password first. */
  readonly answerQuestions: (prompts: readonly ServerQuestion[]) => Promise<string[]>;
}

export interface ServerQuestion {
  readonly label: string;
  readonly echo: boolean;
}

/** Either what may be tried, in order, or the secret that is missing for it. */
export type AuthenticationPlan =
  | { readonly kind: 'ready'; readonly methods: readonly AnyAuthMethod[] }
  | {
      readonly kind: 'needs';
      readonly purpose: SecretPurpose;
      readonly label: string;
      readonly wrong: boolean;
    };

/**
 * Prepares a login. Nothing goes to the server here. `agent` never appears in the connection's own configuration,
 * only in a method: ssh2 can then not forward it, whatever a server asks for.
 * @throws RondaError `hosts.agent-*`, `hosts.key-*`
 */
export async function planAuthentication(
  target: SshTarget,
  sources: AuthenticationSources,
  signal: AbortSignal,
): Promise<AuthenticationPlan> {
  const username = target.user;
  const { auth } = target;
  switch (auth.method) {
    case 'agent':
      return agentPlan(username, auth.socket ?? sources.agentSocket, sources.clock, signal);
    case 'key':
      return keyPlan(username, auth.file, sources.secrets.passphrase, sources.openedKeys);
    case 'identities':
      return identitiesPlan(username, auth, sources, signal);
    case 'password': {
      const { password } = sources.secrets;
      if (password === undefined) {
        const label = `${username}@${target.address}`;
        return { kind: 'needs', purpose: 'password', label, wrong: false };
      }
      return {
        kind: 'ready',
        methods: [
          { type: 'password', username, password },
          {
            type: 'keyboard-interactive',
            username,
            prompt: (_name, _instructions, _lang, prompts, finish) => {
              const questions = prompts.map(({ prompt, echo }) => ({ label: prompt, echo: echo === true }));
              // A refused question is answered emptily: the server then says no in its own way.
              sources.answerQuestions(questions).then(finish, () => finish([]));
            },
          },
        ],
      };
    }
  }
}

async function agentPlan(
  username: string,
  socket: string | null,
  clock: Clock,
  signal: AbortSignal,
): Promise<AuthenticationPlan> {
  if (socket === null) throw new RondaError('hosts.agent-missing');
  const { agent, keys } = await listAgentKeys(socket, clock, signal);
  if (keys.length === 0) throw new RondaError('hosts.agent-empty', { socket });
  return { kind: 'ready', methods: [{ type: 'agent', username, agent }] };
}
