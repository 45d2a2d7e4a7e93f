import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { LineSettings, ShaperOptions } from './shaper.ts';
import type { ShaperCommand, ShaperStatus } from './shaper-process.ts';

/** A shaper in its own process: as `Shaper`, but every call is answered over a pipe. */
export interface SpawnedShaper {
  readonly port: number;
  status(): Promise<ShaperStatus>;
  set(line: LineSettings): Promise<void>;
  drop(): Promise<void>;
  cut(): Promise<void>;
  stall(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
}

/** `execPath` is a Node ≥ 22.18 or Electron, which run TypeScript as it is; by default the one we run in. */
export async function spawnShaper(
  options: ShaperOptions & { execPath?: string; signal?: AbortSignal },
): Promise<SpawnedShaper> {
  const { target, port = 0, rateBitsPerSecond, oneWayDelayMs = 0, execPath = process.execPath } = options;
  const child = spawn(
    execPath,
    [
      fileURLToPath(new URL('./shaper-process.ts', import.meta.url)),
      ...[
        '--target',
        `${target.host}:${target.port}`,
        '--port',
        String(port),
        '--delay',
        String(oneWayDelayMs),
      ],
      ...(rateBitsPerSecond ? ['--rate', String(rateBitsPerSecond)] : []),
    ],
    {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['pipe', 'pipe', 'inherit'],
      ...(options.signal ? { signal: options.signal } : {}),
    },
  );
  const exited = once(child, 'exit');
  // Whoever waits for an answer learns of the end from the answers' own end.
  exited.catch(() => undefined);
  child.stdin.on('error', () => undefined);
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

  async function nextAnswer(): Promise<unknown> {
    const { value, done } = await answers.next();
    if (done) throw new Error('The shaper process has ended.');
    const answer: unknown = JSON.parse(value);
    if (isRecord(answer) && typeof answer.error === 'string') throw new Error(answer.error);
    return answer;
  }

  async function command(request: ShaperCommand): Promise<ShaperStatus> {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    return (await nextAnswer()) as ShaperStatus;
  }

  const started = await nextAnswer();
  if (!isRecord(started) || typeof started.port !== 'number') throw new Error('The shaper named no port.');
  const listeningOn = started.port;
  return {
    port: listeningOn,
    status: () => command({ command: 'status' }),
    set: async (line) => void (await command({ command: 'set', line })),
    drop: async () => void (await command({ command: 'drop' })),
    cut: async () => void (await command({ command: 'cut' })),
    stall: async () => void (await command({ command: 'stall' })),
    resume: async () => void (await command({ command: 'resume' })),
    async stop() {
      child.stdin.end();
      await exited;
    },
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
