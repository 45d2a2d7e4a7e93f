import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from './free-ports.ts';
import { startProcess } from './processes.ts';

export interface Registry {
  /** `127.0.0.1:port`: an engine takes plain HTTP from a loopback address alone. */
  readonly address: string;
  readonly login: { readonly username: string; readonly password: string };
  stop(): Promise<void>;
}

/** `htpasswd -Bbn siti kentongan`. */
const users = 'siti:$2y$05$trzT.ia07De4Wdpcf9m3fuxGc0iT7E2YSVL5ftVwHvBLzJVgtGJd6\n';

/** The registry that Docker itself publishes, with one user, on a free port. @param dir its folder, made anew */
export async function startRegistry(dir: string): Promise<Registry> {
  const [port = 0] = await freePorts(1);
  const address = `127.0.0.1:${port}`;
  mkdirSync(join(dir, 'data'), { recursive: true });
  writeFileSync(join(dir, 'users'), users);
  writeFileSync(
    join(dir, 'config.yml'),
    `version: 0.1
log: { level: warn }
storage: { filesystem: { rootdirectory: ${join(dir, 'data')} } }
http: { addr: "${address}" }
auth: { htpasswd: { realm: rt04, path: ${join(dir, 'users')} } }
`,
  );
  const process = await startProcess({
    command: 'docker-registry',
    args: ['serve', join(dir, 'config.yml')],
    logFile: join(dir, 'registry.log'),
    readyWhen: async () => {
      const answer = await fetch(`http://${address}/v2/`).catch(() => null);
      return answer?.status === 401;
    },
  });
  return { address, login: { username: 'siti', password: 'kentongan' }, stop: process.stop };
}
