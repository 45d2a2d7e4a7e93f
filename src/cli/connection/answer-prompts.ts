import type { Prompt, PromptAnswer } from '../../shared/domain/host.ts';
import { RondaError } from '../../shared/errors.ts';
import { hasTerminal } from '../cli-io.ts';
import { plainText } from '../output/plain-text.ts';
import type { RondaConsole } from '../ronda-console.ts';
import type { Session } from '../session.ts';
import { ask } from '../terminal/ask.ts';
import { readDescriptor } from '../terminal/read-descriptor.ts';

export interface AnswerOptions {
  /** The one fingerprint that is accepted without asking. */
  readonly acceptHostKey?: string;
  readonly passwordFd?: number;
  readonly passphraseFd?: number;
  readonly vaultPassphraseFd?: number;
  readonly remember: boolean;
}

export interface PromptAnswerer {
  /** Why a question of this host was refused by us, which says more than the connection's own error. */
  refusal(hostId: string): RondaError | undefined;
  stop(): void;
}

/**
 * Answers what connections ask, one question at a time: from what the command line was given, else on the terminal.
 * Whatever cannot be answered is refused, so that nothing ever waits for a person who is not there.
 */
export function answerPrompts(session: Session, console: RondaConsole): PromptAnswerer {
  const seen = new Set<string>();
  const refusals = new Map<string, RondaError>();
  const givenDescriptors = new Set<number>();
  const stopped = new AbortController();
  let queue = Promise.resolve();

  const answer = async (prompt: Prompt): Promise<void> => {
    if (stopped.signal.aborted || !console.state.get('prompts', prompt.id)) return;
    let reply: PromptAnswer;
    try {
      reply = await findAnswer(session, prompt, givenDescriptors, stopped.signal);
    } catch (error) {
      if (stopped.signal.aborted) return;
      const known =
        error instanceof RondaError ? error : new RondaError('common.cancelled', {}, { cause: error });
      refusals.set(prompt.hostId, known);
      reply = { kind: 'refuse' };
    }
    // The connection may have given up while the person was thinking: then there is nothing to answer any more.
    if (!console.state.get('prompts', prompt.id)) return;
    await session.run('hosts.answer', { promptId: prompt.id, answer: reply }).catch((error) => {
      if (error instanceof RondaError) refusals.set(prompt.hostId, error);
    });
  };
  const consider = (): void => {
    for (const prompt of console.state.list('prompts')) {
      if (seen.has(prompt.id)) continue;
      seen.add(prompt.id);
      queue = queue.then(() => answer(prompt));
    }
  };
  const unsubscribe = console.state.subscribe(consider);

  return {
    refusal: (hostId) => refusals.get(hostId),
    stop() {
      stopped.abort();
      unsubscribe();
    },
  };
}

async function findAnswer(
  session: Session,
  prompt: Prompt,
  givenDescriptors: Set<number>,
  signal: AbortSignal,
): Promise<PromptAnswer> {
  switch (prompt.kind) {
    case 'host-key':
      return answerHostKey(session, prompt, signal);
    case 'proxy-command':
      return answerProxyCommand(session, prompt, signal);
    case 'secret':
      return answerSecret(session, prompt, givenDescriptors, signal);
  }
}

async function answerHostKey(
  { io, options, say, remark }: Session,
  prompt: Extract<Prompt, { kind: 'host-key' }>,
  signal: AbortSignal,
): Promise<PromptAnswer> {
  const params = {
    address: plainText(prompt.address),
    type: plainText(prompt.keyType),
    fingerprint: plainText(prompt.fingerprint),
  };
  if (options.acceptHostKey !== undefined) {
    if (options.acceptHostKey === prompt.fingerprint) return { kind: 'accept' };
    throw new RondaError('cli.fingerprint-differs', {
      address: params.address,
      actual: params.fingerprint,
      expected: options.acceptHostKey,
    });
  }
  if (!hasTerminal(io)) {
    throw new RondaError('cli.needs-terminal', {
      question: say('prompt.host-key-short', params),
      option: `--accept-host-key ${params.fingerprint}`,
    });
  }
  remark(say('prompt.host-key', params));
  return askYesNo(io, say('prompt.host-key-question'), signal);
}

/** Never without a person: a script must not start what a changed configuration file names. */
async function answerProxyCommand(
  { io, say, remark }: Session,
  prompt: Extract<Prompt, { kind: 'proxy-command' }>,
  signal: AbortSignal,
): Promise<PromptAnswer> {
  const params = { address: plainText(prompt.address), command: plainText(prompt.command) };
  if (!hasTerminal(io)) throw new RondaError('hosts.proxy-declined', params);
  remark(say('prompt.proxy-command', params));
  return askYesNo(io, say('prompt.proxy-command-question'), signal);
}

async function askYesNo(io: Session['io'], question: string, signal: AbortSignal): Promise<PromptAnswer> {
  for (;;) {
    const reply = await ask(io, question, { signal });
    const word = reply?.trim().toLowerCase();
    if (word === 'yes' || word === 'ya') return { kind: 'accept' };
    // Anything but a clear answer asks again: a stray Enter must not decide whom to trust.
    if (word === undefined || word === 'no' || word === 'tidak') return { kind: 'refuse' };
  }
}

async function answerSecret(
  { io, options }: Session,
  prompt: Extract<Prompt, { kind: 'secret' }>,
  givenDescriptors: Set<number>,
  signal: AbortSignal,
): Promise<PromptAnswer> {
  const [fd, option] =
    prompt.purpose === 'passphrase'
      ? [options.passphraseFd, '--passphrase-fd']
      : [options.passwordFd, '--password-fd'];
  const label = plainText(prompt.label);
  if (fd !== undefined && !prompt.echo) {
    // Asked again, the first answer was wrong: sending the same once more would only lock the account.
    if (givenDescriptors.has(fd)) return { kind: 'refuse' };
    givenDescriptors.add(fd);
    const secret = await readDescriptor(fd, option, signal);
    return { kind: 'secret', secret, remember: options.remember };
  }
  if (!hasTerminal(io))
    throw new RondaError('cli.needs-terminal', { question: label, option: `${option} N` });
  const question = `${plainText(prompt.hostName)}: ${label.replace(/[:\s]*$/, '')}: `;
  const secret = await ask(io, question, { echo: prompt.echo, signal });
  return secret === null ? { kind: 'refuse' } : { kind: 'secret', secret, remember: options.remember };
}
