import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { IsolatedProcess, SpawnIsolated } from './isolated-process.ts';

/**
 * The inspector's entry: beside this file from source, at the root of the build otherwise.
 * @throws Error when the build does not hold it
 */
export function inspectorEntry(): string {
  const candidates = ['./database-inspector.ts', './database-inspector.js', '../database-inspector.js'];
  const found = candidates
    .map((candidate) => fileURLToPath(new URL(candidate, import.meta.url)))
    .find((file) => existsSync(file));
  if (!found) throw new Error('the build has no database-inspector');
  return found;
}

/** Variables that would change what the child loads; everything else it has no use for either. */
const passedOn = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LANG'];

/** Starts the inspector as a child of plain Node, or of Electron run as Node. */
export function createForkSpawner(entry: string = inspectorEntry()): SpawnIsolated {
  return (): IsolatedProcess => {
    const env = Object.fromEntries(
      passedOn.flatMap((name) => {
        const value = process.env[name];
        return value === undefined ? [] : [[name, value]];
      }),
    );
    const child = fork(entry, [], {
      env: { ...env, ELECTRON_RUN_AS_NODE: '1' },
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const exited = new Promise<number | null>((resolve) => {
      child.once('exit', (code) => resolve(code));
      child.once('error', () => resolve(null));
    });
    return {
      // A child that died meanwhile cannot take the message: `exited` tells of it, the callback keeps it from throwing.
      send: (message) => void child.send(Object(message), () => undefined),
      onMessage: (listener) => void child.on('message', listener),
      kill: () => void child.kill('SIGKILL'),
      exited,
    };
  };
}
