import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../bin/ronda.mjs', import.meta.url));

export interface RondaRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RondaCommand {
  /** Runs `ronda …` as a process of its own and waits for its end. `secret` stands behind file descriptor 3. */
  run(args: readonly string[], options?: { readonly secret?: string }): Promise<RondaRun>;
  /** The same with `--json`; throws, with everything that was written, when the exit code is another one. */
  json<T>(expectedCode: number, args: readonly string[], options?: { readonly secret?: string }): Promise<T>;
  /** Starts a command that goes on until it is told to stop. */
  start(args: readonly string[]): ChildProcess;
}

/** The `ronda` command on one home, with nothing of the environment of whoever runs the tests. */
export function rondaCommand(
  home: string,
  userHome: string,
  env: Readonly<Record<string, string>> = {},
): RondaCommand {
  const start = (args: readonly string[], withSecret = false): ChildProcess =>
    spawn('node', [bin, ...args, '--home', home], {
      env: { PATH: process.env.PATH, HOME: userHome, LANG: 'en_US.UTF-8', ...env },
      stdio: ['ignore', 'pipe', 'pipe', ...(withSecret ? (['pipe'] as const) : [])],
    });
  const run: RondaCommand['run'] = async (args, { secret } = {}) => {
    const child = start(args, secret !== undefined);
    const pipe = child.stdio[3];
    if (secret !== undefined && pipe && 'end' in pipe) pipe.end(`${secret}\n`);
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, stdout, stderr };
  };
  return {
    run,
    start: (args) => start(args),
    async json<T>(expectedCode: number, args: readonly string[], options: { readonly secret?: string } = {}) {
      const { code, stdout, stderr } = await run([...args, '--json'], options);
      if (code !== expectedCode)
        throw new Error(`ronda ${args.join(' ')}: exit ${code}, not ${expectedCode}\n${stdout}\n${stderr}`);
      return JSON.parse(stdout) as T;
    },
  };
}
