import { anySignal } from 'any-signal';
import { z } from 'zod';
import { RondaError } from '../../shared/errors.ts';
import type { HostConnection } from '../hosts/host-connection.ts';
import type { CheckResult } from './evaluate-health.ts';
import { sanitizeText } from './sanitize-text.ts';

/**
 * What is read of `pm2 jlist` (PM2 5 and 6). It prints each process's whole environment, secrets and all: nothing but
 * these fields is looked at, kept or logged.
 */
const Processes = z.array(
  z.object({
    name: z.string(),
    pid: z.number().nullish(),
    monit: z.object({ memory: z.number().nullish() }).nullish(),
    pm2_env: z.object({
      status: z.string(),
      restart_time: z.number().nullish(),
      pm_uptime: z.number().nullish(),
    }),
  }),
);
export type Pm2Process = z.infer<typeof Processes>[number];

const maxOutputBytes = 4 * 1024 * 1024;
/** sshd gives commands a short path; PM2 mostly comes from npm, which puts it elsewhere. */
const lines = `PATH="$HOME/.local/bin:$HOME/bin:/usr/local/bin:/usr/bin:/bin:$PATH"
for folder in "$HOME"/.nvm/versions/node/*/bin "$HOME"/.npm-global/bin "$HOME"/.local/share/pnpm; do
  [ -x "$folder/pm2" ] && PATH="$folder:$PATH"
done
export PATH
command -v pm2 >/dev/null 2>&1 || exit 127
exec pm2 jlist --silent`;

/** Reads what PM2 runs on the host, as the user of the connection. @throws RondaError `health.pm2-*`, or of the connection */
export async function readPm2(
  exec: HostConnection['exec'],
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Pm2Process[]> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const either = anySignal([signal, timeout]);
  let answer: Awaited<ReturnType<typeof exec>>;
  try {
    answer = await exec(['sh', '-c', lines], { signal: either, maxOutputBytes });
  } catch (error) {
    if (timeout.aborted && !signal.aborted)
      throw new RondaError('health.timeout', { target: 'pm2 jlist', seconds: timeoutMs / 1000 });
    throw error;
  } finally {
    either.clear();
  }
  if (answer.code === 127) throw new RondaError('health.pm2-missing');
  return parsePm2(answer.stdout.toString('utf8'));
}

/** Pure part of `readPm2`: PM2 may print a banner before the list. @throws RondaError `health.pm2-unreadable` */
export function parsePm2(output: string): Pm2Process[] {
  for (let from = output.indexOf('['); from !== -1; from = output.indexOf('[', from + 1)) {
    try {
      return Processes.parse(JSON.parse(output.slice(from)));
    } catch {
      // A banner such as "[PM2] Spawning PM2 daemon": the list begins at a later bracket.
    }
  }
  throw new RondaError('health.pm2-unreadable');
}

/** Whether a process of this name runs. */
export function judgePm2(processes: readonly Pm2Process[], name: string): Omit<CheckResult, 'latencyMs'> {
  const own = processes.filter((process) => process.name === name);
  const online = own.filter(({ pm2_env }) => pm2_env.status === 'online');
  const [first] = own;
  const failed = (outcome: 'fail' | 'degraded', error: RondaError) => ({
    outcome,
    message: error.message,
    cause: error.toShape(),
  });
  if (!first) return failed('fail', new RondaError('health.pm2-no-process', { process: name }));
  const restarts = Math.max(...own.map(({ pm2_env }) => pm2_env.restart_time ?? 0));
  const status = sanitizeText(own.find((process) => !online.includes(process))?.pm2_env.status ?? '', 40);
  if (online.length < own.length)
    return failed(
      online.length === 0 ? 'fail' : 'degraded',
      new RondaError('health.pm2-not-online', { process: name, status, restarts }),
    );
  return { outcome: 'ok', message: `online · ${restarts} restarts` };
}

/** One look at a process under PM2. */
export async function probePm2(
  process: string,
  exec: HostConnection['exec'],
  timeoutMs: number,
  signal: AbortSignal,
): Promise<CheckResult> {
  const started = performance.now();
  const latency = (): number => Math.round((performance.now() - started) * 10) / 10;
  try {
    const processes = await readPm2(exec, timeoutMs, signal);
    return { ...judgePm2(processes, process), latencyMs: latency() };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof RondaError) || !error.code.startsWith('health.')) throw error;
    return { outcome: 'fail', latencyMs: null, message: error.message, cause: error.toShape() };
  }
}
