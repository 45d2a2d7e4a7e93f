import { anySignal } from 'any-signal';
import type { CheckSpec } from '../../shared/domain/profile.ts';
import { RondaError } from '../../shared/errors.ts';
import type { HostConnection } from '../hosts/host-connection.ts';
import type { Clock } from '../platform/clock.ts';
import type { CheckResult } from './evaluate-health.ts';
import { type CheckSurroundings, runCheck } from './run-check.ts';

/** Much longer than a slow line takes to answer, much shorter than a connection takes to notice that it is dead. */
const linkAnswersWithinMs = 5_000;
/** Nothing listens there; the server says so, and that is an answer. */
const nowhere = { host: '127.0.0.1', port: 1 };

type Link = Pick<HostConnection, 'dial' | 'docker' | 'exec' | 'signal'>;

/**
 * `runCheck`, but silence counts against a service only when the way to its server is not silent too: a pulled cable
 * would otherwise call every service down before the connection itself is found to be lost. Null: nothing was seen.
 */
export async function runCheckThroughLink(
  spec: CheckSpec,
  link: Link,
  around: Pick<CheckSurroundings, 'containers' | 'bot' | 'browser'> & { readonly clock: Clock },
): Promise<CheckResult | null> {
  const result = await runCheck(spec, {
    dialFromServer: (target, signal) => link.dial(target, signal),
    containers: around.containers,
    exec: link.exec,
    bot: around.bot,
    browser: around.browser,
    signal: link.signal,
  });
  if (result?.outcome !== 'fail' || !mayBeTheLink(spec, result)) return result;
  return (await linkAnswers(link, around.clock)) ? result : null;
}

/** Through the server a dead link is silence. From this laptop, which may be offline itself, it is any failure. */
function mayBeTheLink(spec: CheckSpec, { cause }: CheckResult): boolean {
  if (spec.kind === 'website' && spec.from === 'laptop') return true;
  if (cause?.code === 'health.bot-unreachable') return true;
  return cause?.code === 'health.timeout' || cause?.code === 'health.slow-body';
}

/** True as soon as anything comes back over the connection. */
async function linkAnswers({ dial, docker, signal }: Link, clock: Clock): Promise<boolean> {
  const asked = new AbortController();
  const limit = anySignal([signal, asked.signal]);
  const dialled = dial(nowhere, limit).then(
    (socket) => void socket.on('error', () => undefined).destroy(),
    (error: unknown) => {
      if (limit.aborted || isUnreachable(error)) throw error;
    },
  );
  // Where a firewall swallows the first, the engine is asked too.
  const answered = Promise.any([dialled, docker.ping()]).then(
    () => true,
    () => false,
  );
  const tooLate = clock.sleep(linkAnswersWithinMs, limit).then(
    () => false,
    () => false,
  );
  try {
    return await Promise.race([answered, tooLate]);
  } finally {
    asked.abort();
    limit.clear();
  }
}

function isUnreachable(error: unknown): boolean {
  return error instanceof RondaError && error.params.reason === 'unreachable';
}
