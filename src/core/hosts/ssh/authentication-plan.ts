import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import ssh2, { type AnyAuthMethod, type ParsedKey } from 'ssh2';
import type { SshTarget } from '../../../shared/domain/host.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { Clock } from '../../platform/clock.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import { withDeadline } from '../deadline.ts';

export type SecretPurpose = 'password' | 'passphrase';

/**
 * Keys by the hash of their file. Opening an encrypted one takes this process half a second of bcrypt each time,
 * which a reconnect or a second connection need not pay again.
 */
export type OpenedKeys = Map<string, ParsedKey>;

export interface AuthenticationSources {
  readonly clock: Clock;
  readonly agentSocket: string | null;
  readonly openedKeys: OpenedKeys;
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

const MAX_KEY_BYTES = 256 * 1024;
const AGENT_TIMEOUT_MS = 5_000;

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
  const agent = ssh2.createAgent(socket);
  const identities = new Promise<number>((resolve, reject) => {
    agent.getIdentities((error, keys) => (error ? reject(error) : resolve(keys?.length ?? 0)));
  });
  const unreachable = (error: unknown): RondaError =>
    new RondaError('hosts.agent-unreachable', { socket, detail: plainDetail(error) }, { cause: error });
  // A hung agent accepts and never answers; ssh2 would wait for ever.
  const count = await withDeadline(
    identities.catch((error: unknown) => {
      throw unreachable(error);
    }),
    { clock, ms: AGENT_TIMEOUT_MS, signal },
    () => unreachable(`no answer for ${AGENT_TIMEOUT_MS / 1000} s`),
  );
  if (count === 0) throw new RondaError('hosts.agent-empty', { socket });
  return { kind: 'ready', methods: [{ type: 'agent', username, agent }] };
}

async function keyPlan(
  username: string,
  file: string,
  passphrase: string | undefined,
  opened: OpenedKeys,
): Promise<AuthenticationPlan> {
  const text = await readKeyFile(file);
  const digest = createHash('sha256').update(text).digest('hex');
  const before = opened.get(digest);
  if (before) return { kind: 'ready', methods: [{ type: 'publickey', username, key: before }] };

  const plain = ssh2.utils.parseKey(text);
  const isEncrypted = plain instanceof Error && /passphrase/i.test(plain.message);
  const needs = { kind: 'needs', purpose: 'passphrase', label: file } as const;
  if (isEncrypted && passphrase === undefined) return { ...needs, wrong: false };
  const parsed = isEncrypted ? ssh2.utils.parseKey(text, passphrase) : plain;
  if (isEncrypted && parsed instanceof Error) return { ...needs, wrong: true };
  if (parsed instanceof Error) {
    throw new RondaError('hosts.key-invalid', { file, detail: plainDetail(parsed) });
  }
  const [key] = Array.isArray(parsed) ? parsed : [parsed];
  if (!key?.isPrivateKey()) {
    throw new RondaError('hosts.key-invalid', { file, detail: 'it holds no private key' });
  }
  opened.set(digest, key);
  return { kind: 'ready', methods: [{ type: 'publickey', username, key }] };
}

async function readKeyFile(file: string): Promise<Buffer> {
  try {
    const { size } = await stat(file);
    if (size > MAX_KEY_BYTES) throw new Error('it is too large for a key');
    return await readFile(file);
  } catch (error) {
    throw new RondaError('hosts.key-unreadable', { file, detail: plainDetail(error) }, { cause: error });
  }
}
