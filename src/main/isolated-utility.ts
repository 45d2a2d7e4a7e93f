import { utilityProcess } from 'electron';
import type { IsolatedProcess, SpawnIsolated } from '../core/backup/inspect/isolated-process.ts';

/**
 * Starts the database inspector as a utility process of Electron: a package has no `ELECTRON_RUN_AS_NODE` to fork
 * itself with. It gets no environment, for it needs none and ours may hold the admin's secrets.
 */
export function createUtilitySpawner(entry: string): SpawnIsolated {
  return (): IsolatedProcess => {
    const child = utilityProcess.fork(entry, [], {
      serviceName: 'Ronda database inspector',
      stdio: 'ignore',
      env: {},
    });
    let killed = false;
    const exited = new Promise<number | null>((resolve) => {
      child.once('exit', (code) => resolve(killed ? null : code));
    });
    return {
      send: (message) => child.postMessage(message),
      onMessage: (listener) => void child.on('message', listener),
      kill: () => {
        killed = true;
        child.kill();
      },
      exited,
    };
  };
}
