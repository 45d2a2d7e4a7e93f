import ssh2, {
  type BaseAgent,
  type IdentityCallback,
  type ParsedKey,
  type SignCallback,
  type SigningRequestOptions,
} from 'ssh2';
import { RondaError } from '../../../shared/errors.ts';
import type { Clock } from '../../platform/clock.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import { withDeadline } from '../deadline.ts';

const AGENT_TIMEOUT_MS = 5_000;

type AgentKey = NonNullable<Parameters<IdentityCallback>[1]>[number];

export interface AgentKeys {
  readonly agent: BaseAgent;
  readonly keys: readonly AgentKey[];
}

/** Asks an agent for its keys. @throws RondaError `hosts.agent-unreachable`, after 5 s at the latest */
export async function listAgentKeys(socket: string, clock: Clock, signal: AbortSignal): Promise<AgentKeys> {
  const unreachable = (error: unknown): RondaError =>
    new RondaError('hosts.agent-unreachable', { socket, detail: plainDetail(error) }, { cause: error });
  const agent = ssh2.createAgent(socket);
  const identities = new Promise<readonly AgentKey[]>((resolve, reject) => {
    agent.getIdentities((error, keys) => (error ? reject(error) : resolve(keys ?? [])));
  });
  // A hung agent accepts and never answers; ssh2 would wait for ever.
  const keys = await withDeadline(
    identities.catch((error: unknown) => {
      throw unreachable(error);
    }),
    { clock, ms: AGENT_TIMEOUT_MS, signal },
    () => unreachable(`no answer for ${AGENT_TIMEOUT_MS / 1000} s`),
  );
  return { agent, keys };
}

/** The public key in the form of the protocol (RFC 4253, 6.6), by which two are the same. */
export function publicBlob(key: AgentKey): Buffer | null {
  if (Buffer.isBuffer(key)) return key;
  if (typeof key === 'string') return null;
  if ('getPublicSSH' in key) return key.getPublicSSH();
  const inner = 'pubKey' in key.pubKey ? key.pubKey.pubKey : key.pubKey;
  return publicBlob(inner);
}

/** An agent of which only these keys are offered, in this order: a server ends a login after a few wrong ones. */
export class ChosenAgentKeys extends ssh2.BaseAgent {
  readonly #agent: BaseAgent;
  readonly #keys: readonly AgentKey[];

  constructor(agent: BaseAgent, keys: readonly AgentKey[]) {
    super();
    this.#agent = agent;
    this.#keys = keys;
  }

  override getIdentities(callback: IdentityCallback): void {
    callback(null, [...this.#keys]);
  }

  // ssh2 calls it with and without options, as its own agents take it.
  override sign(
    key: string | Buffer | ParsedKey,
    data: Buffer,
    options: SigningRequestOptions | SignCallback,
    callback?: SignCallback,
  ): void {
    if (typeof options === 'function') this.#agent.sign(key, data, options);
    else if (callback) this.#agent.sign(key, data, options, callback);
  }
}
