import type { AnyAuthMethod } from 'ssh2';
import type { SshAuth } from '../../../shared/domain/host.ts';
import { RondaError } from '../../../shared/errors.ts';
import { type AgentKeys, ChosenAgentKeys, listAgentKeys, publicBlob } from './agent-keys.ts';
import type { AuthenticationPlan, AuthenticationSources } from './authentication-plan.ts';
import { keyPlan } from './key-plan.ts';
import { readPublicPart } from './public-part.ts';

type Identities = Extract<SshAuth, { method: 'identities' }>;

/**
 * Prepares a login as ssh does it by itself: the agent's keys that `files` name, in their order, then the agent's
 * others unless `identitiesOnly`, then the files. An agent that is dead is passed over, as a file that is not there.
 * A passphrase is asked for only where no file before that one can be used without.
 *
 * @throws RondaError `hosts.agent-unreachable` or `hosts.identities-missing` when nothing is left to try
 */
export async function identitiesPlan(
  username: string,
  auth: Identities,
  sources: AuthenticationSources,
  signal: AbortSignal,
): Promise<AuthenticationPlan> {
  const socket = auth.agent === undefined ? sources.agentSocket : auth.agent;
  let agentProblem = socket === null ? undefined : sources.deadAgents.get(socket);
  let held: AgentKeys | null = null;
  if (socket !== null && agentProblem === undefined) {
    try {
      held = await listAgentKeys(socket, sources.clock, signal);
    } catch (error) {
      signal.throwIfAborted();
      agentProblem = error;
      sources.deadAgents.set(socket, error);
    }
  }

  const inAgent = (blob: Buffer | null) =>
    held?.keys.find((key) => blob !== null && publicBlob(key)?.equals(blob) === true);
  const first = new Set<AgentKeys['keys'][number]>();
  const fromFiles: AnyAuthMethod[] = [];
  let isSomeFileUsable = false;
  for (const file of auth.files) {
    const part = await readPublicPart(file);
    if (!part) continue;
    const key = inAgent(part.blob);
    if (key) first.add(key);
    else if (part.isPrivate) {
      const plan = await keyPlan(username, file, sources.secrets.passphrase, sources.openedKeys);
      if (plan.kind === 'ready') fromFiles.push(...plan.methods);
      else if (!isSomeFileUsable) return plan;
      else continue;
    } else continue;
    isSomeFileUsable = true;
  }

  const others = auth.identitiesOnly ? [] : (held?.keys.filter((key) => !first.has(key)) ?? []);
  const offered = [...first, ...others];
  const methods: AnyAuthMethod[] = [...fromFiles];
  if (held && offered.length > 0) {
    methods.unshift({ type: 'agent', username, agent: new ChosenAgentKeys(held.agent, offered) });
  }
  if (methods.length > 0) return { kind: 'ready', methods };
  throw agentProblem ?? new RondaError('hosts.identities-missing', { files: auth.files.join(', ') || '-' });
}
