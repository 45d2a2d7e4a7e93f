import type { HostConfig, SshTarget } from '../../../shared/domain/host.ts';
import { RondaError } from '../../../shared/errors.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import type { ConnectContext, ConnectPorts } from '../connect-ports.ts';
import {
  type AuthenticationPlan,
  planAuthentication,
  type SecretPurpose,
  type ServerQuestion,
} from './authentication-plan.ts';
import { systemAgent } from './system-agent.ts';
import { findUnusableIdentities } from './unusable-identities.ts';

const MAX_WRONG_ANSWERS = 3;
const nothingToTry: ReadonlySet<string> = new Set([
  'hosts.key-invalid',
  'hosts.agent-empty',
  'hosts.identities-missing',
]);

/** The secrets of one login, over all the connections that it takes. */
export interface Login {
  /** What can be tried with what is known now. */
  plan(signal: AbortSignal): Promise<AuthenticationPlan>;
  /** @throws RondaError `hosts.prompt-declined`; `hosts.passphrase-wrong` after the third wrong answer */
  askFor(need: Extract<AuthenticationPlan, { kind: 'needs' }>, signal: AbortSignal): Promise<void>;
  /** The server said no. @throws RondaError unless another answer may help */
  refused(tried: readonly string[], offered: readonly string[]): Promise<void>;
  /** It worked: what was typed is kept. Returns a word for the step when something went wrong with that. */
  succeeded(): Promise<string>;
  readonly isAsking: () => boolean;
}

/** @param interactive false: nobody is asked, what is missing is an error */
export function createLogin(
  config: HostConfig,
  target: SshTarget,
  ports: ConnectPorts,
  context: ConnectContext,
  interactive: boolean,
): Login {
  const { secrets, prompter, signal: whole } = context;
  const typed = new Map<SecretPurpose, { secret: string; remember: boolean }>();
  const asked: Record<SecretPurpose, number> = { password: 0, passphrase: 0 };
  const deadAgents = new Map<string, unknown>();
  let asking = 0;
  let passwordUsed = false;
  let unanswered: unknown;

  async function ask(purpose: SecretPurpose | 'keyboard-interactive', label: string, echo: boolean) {
    if (!interactive) throw new RondaError('hosts.prompt-declined', { label });
    asking += 1;
    try {
      const { id: hostId, name: hostName } = config;
      const answer = await prompter.ask({ kind: 'secret', hostId, hostName, purpose, label, echo }, whole);
      if (answer.kind !== 'secret') throw new RondaError('hosts.prompt-declined', { label });
      return answer;
    } finally {
      asking -= 1;
    }
  }

  async function secretFor(purpose: SecretPurpose): Promise<string | undefined> {
    return typed.get(purpose)?.secret ?? (await secrets.find(purpose)) ?? undefined;
  }

  async function answerQuestions(questions: readonly ServerQuestion[]): Promise<string[]> {
    const password = await secretFor('password');
    const answers: string[] = [];
    for (const question of questions) {
      // A server that asks one hidden question wants the password, as PAM does; anything more is asked for.
      const known = questions.length === 1 && !question.echo ? password : undefined;
      // The server's own words, which end up in a window or a terminal.
      const label = plainDetail(question.label);
      answers.push(known ?? (await ask('keyboard-interactive', label, question.echo)).secret);
    }
    return answers;
  }

  return {
    isAsking: () => asking > 0,
    async plan(signal) {
      const [password, passphrase] = await Promise.all([secretFor('password'), secretFor('passphrase')]);
      const plan = await planOrExplain(
        target,
        {
          clock: ports.clock,
          agentSocket: systemAgent(ports.env, ports.platform),
          openedKeys: secrets.openedKeys,
          deadAgents,
          secrets: {
            ...(password === undefined ? {} : { password }),
            ...(passphrase === undefined ? {} : { passphrase }),
          },
          answerQuestions: (questions) =>
            answerQuestions(questions).catch((error: unknown) => {
              unanswered = error;
              throw error;
            }),
        },
        signal,
      );
      passwordUsed = plan.kind === 'ready' && target.auth.method === 'password';
      return plan;
    },
    async askFor(need, signal) {
      signal.throwIfAborted();
      if (need.wrong) forgetWrong(need.purpose);
      if (asked[need.purpose] >= MAX_WRONG_ANSWERS) {
        throw new RondaError('hosts.passphrase-wrong', { file: need.label });
      }
      asked[need.purpose] += 1;
      typed.set(need.purpose, await ask(need.purpose, need.label, false));
    },
    async refused(tried, offered) {
      // What the server says to an empty answer is not the reason, and asking for the password again would not help.
      if (unanswered !== undefined) throw unanswered;
      const address = target.address;
      const passwordAccepted = offered.some((name) => name === 'password' || name === 'keyboard-interactive');
      if (!passwordUsed || !passwordAccepted) {
        await explainUnusable();
        throw new RondaError('hosts.login-refused', {
          address,
          user: target.user,
          tried: tried.join(', ') || '-',
          offered: offered.join(', ').slice(0, 200) || '-',
        });
      }
      forgetWrong('password');
      if (!interactive || asked.password >= MAX_WRONG_ANSWERS) {
        throw new RondaError('hosts.password-wrong', { address, user: target.user });
      }
    },
    async succeeded() {
      const kept = await Promise.all(
        [...typed].map(([purpose, { secret, remember }]) => secrets.keep(purpose, secret, remember)),
      );
      return kept.includes(false) ? 'the vault did not take the secret' : '';
    },
  };

  /** A key that ssh2 does not know looks like no key at all: what `ssh` would have used is named instead. */
  async function planOrExplain(...args: Parameters<typeof planAuthentication>): Promise<AuthenticationPlan> {
    try {
      return await planAuthentication(...args);
    } catch (error) {
      if (error instanceof RondaError && nothingToTry.has(error.code)) await explainUnusable();
      throw error;
    }
  }

  async function explainUnusable(): Promise<void> {
    const keys = await findUnusableIdentities(target.auth, systemAgent(ports.env, ports.platform));
    if (keys.length === 0) return;
    const { address, user } = target;
    throw new RondaError('hosts.identity-unusable', { address, user, keys: keys.join('; ') });
  }

  function forgetWrong(purpose: SecretPurpose): void {
    typed.delete(purpose);
    secrets.drop(purpose);
  }
}
