import { existsSync } from 'node:fs';
import { type CommandOptions, runCommand } from './processes.ts';

export type ComposeVersion = 'v1' | 'v2';

export interface Compose {
  version: ComposeVersion;
  /** Runs `docker-compose ARGS` (v1) or its v2 equal. */
  run(args: readonly string[], options?: CommandOptions): Promise<{ stdout: string; stderr: string }>;
}

/**
 * Finds Compose. v1 is the distribution's `docker-compose`; v2 is the executable that `RONDA_COMPOSE_V2` names (the
 * bootstrap prints it), else the docker command's plugin. Without a wish the first of v2 and v1 that exists.
 */
export async function findCompose(env: NodeJS.ProcessEnv, wanted?: ComposeVersion): Promise<Compose> {
  const tried: string[] = [];
  for (const version of wanted ? [wanted] : (['v2', 'v1'] as const)) {
    for (const { command, prefix } of candidates(version)) {
      const run: Compose['run'] = (args, options) =>
        runCommand(command, [...prefix, ...args], {
          timeoutMs: 180_000,
          ...options,
          env: { ...env, ...options?.env },
        });
      try {
        const { stdout } = await run(['version', '--short']);
        if (/^v?1\./.test(stdout.trim()) === (version === 'v1')) return { version, run };
        tried.push(`${command} is ${stdout.trim()}`);
      } catch {
        tried.push(`${[command, ...prefix].join(' ')} does not run`);
      }
    }
  }
  throw new Error(`No Compose ${wanted ?? ''} here (${tried.join('; ')}); run: npm run bootstrap`);
}

function candidates(version: ComposeVersion): { command: string; prefix: string[] }[] {
  if (version === 'v1') return [{ command: 'docker-compose', prefix: [] }];
  const named = process.env.RONDA_COMPOSE_V2;
  return [
    ...(named && existsSync(named) ? [{ command: named, prefix: [] }] : []),
    { command: 'docker', prefix: ['compose'] },
    { command: 'docker-compose', prefix: [] },
  ];
}
