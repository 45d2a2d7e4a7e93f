import { anySignal } from 'any-signal';
import { RondaError } from '../../shared/errors.ts';
import { dialError } from './dial-errors.ts';
import type { CheckResult } from './evaluate-health.ts';
import type { Dial } from './probe-http.ts';
import { sanitizeText } from './sanitize-text.ts';

/** Whether something accepts connections at a port; it is closed again at once. */
export async function probeTcp(
  target: { readonly host: string; readonly port: number },
  timeoutMs: number,
  dial: Dial,
  signal: AbortSignal,
): Promise<CheckResult> {
  const started = performance.now();
  const timeout = AbortSignal.timeout(timeoutMs);
  const latency = (): number => Math.round((performance.now() - started) * 10) / 10;
  const either = anySignal([signal, timeout]);
  try {
    const socket = await dial(target, either);
    socket.on('error', () => undefined);
    socket.destroy();
    return { outcome: 'ok', latencyMs: latency(), message: `${target.host}:${target.port}` };
  } catch (error) {
    signal.throwIfAborted();
    const cause = timeout.aborted
      ? new RondaError('health.timeout', {
          target: `${target.host}:${target.port}`,
          seconds: timeoutMs / 1000,
        })
      : dialError(error, target);
    return {
      outcome: 'fail',
      latencyMs: latency(),
      message: sanitizeText(cause.message),
      cause: cause.toShape(),
    };
  } finally {
    either.clear();
  }
}
