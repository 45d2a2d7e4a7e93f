import { execFileSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type BackupBed,
  connectTo,
  createConsole,
  startBackupBed,
  wargaKey,
} from '../../../../e2e/testbed/backup-bed.ts';
import { checkInvariant, parseAckLedger } from '../../../../e2e/testbed/invariant.ts';
import { waitFor } from '../../../../e2e/testbed/wait-for.ts';
import { resolveBackupFile } from '../catalogue/backup-paths.ts';

let bed: BackupBed;
let reader: Docker.Container;
beforeAll(async () => {
  bed = await startBackupBed('cli', { writerTps: 200 });
  reader = await startReader();
});
afterAll(async () => {
  await reader?.remove({ force: true });
  await bed?.stop();
});

/** The real sqlite3 of this machine, with the libraries it needs, as a tar. */
function sqliteTar() {
  const program = execFileSync('which', ['sqlite3'], { encoding: 'utf8' }).trim();
  const libraries = [...execFileSync('ldd', [program], { encoding: 'utf8' }).matchAll(/=> (\/\S+)/g)].map(
    ([, path]) => path ?? '',
  );
  const tar = pack();
  tar.entry({ name: 'usr/bin/sqlite3', mode: 0o755 }, readFileSync(program));
  for (const path of libraries)
    tar.entry({ name: path.slice(1), mode: 0o755 }, readFileSync(realpathSync(path)));
  tar.finalize();
  return tar;
}

/** A container on the residents' volume without Node, as most images are: a shell and, put in here, sqlite3. */
async function startReader(): Promise<Docker.Container> {
  const [warga] = await bed.stack.containers('warga-service');
  const info = await bed.docker.getContainer(warga?.Id ?? '').inspect();
  const data = info.Mounts.find(({ Destination }) => Destination === '/app/data');
  const container = await bed.docker.createContainer({
    Image: warga?.Image ?? '',
    Entrypoint: ['sh', '-c', 'rm -f "$(command -v node)"; echo gone; exec sleep 600'],
    User: '0',
    Labels: { 'com.docker.compose.service': 'reader' },
    HostConfig: { Binds: [`${data?.Name}:/app/data`] },
  });
  await container.putArchive(sqliteTar() as never, { path: '/' });
  await container.start();
  await waitFor('node to be gone', async () =>
    String(await container.logs({ stdout: true })).includes('gone'),
  );
  return container;
}

let folders = 0;
function open(path = '/app/data/warga.db') {
  const database = { id: 'warga', engine: 'sqlite' as const, path, volume: 'warga-data' };
  const service = {
    id: 'warga-service',
    name: 'Warga',
    runsAs: 'container' as const,
    compose: 'reader',
    main: false,
    checks: [],
    databases: [database],
    alerts: [],
  };
  const { connection } = connectTo(bed.engine);
  return createConsole(connection, join(bed.folder, `backups-${++folders}`), {
    findDatabase: () => ({ hostName: 'RT 04', service, database, project: null }),
  });
}

const sh = async (script: string): Promise<string> =>
  execFileSync('docker', ['exec', reader.id, 'sh', '-c', script], {
    encoding: 'utf8',
    env: { ...process.env, ...bed.engine.docker },
  });
const acknowledged = async (): Promise<number> => {
  const { stdout } = await bed.stack.exec('warga-service', ['cat', '/app/ledger/ack.log']);
  return parseAckLedger(stdout).at(-1)?.seq ?? 0;
};

test('without Node the image’s sqlite3 copies under 200 tx/s: whole, named, with owner, nothing left behind', async () => {
  const console = open();
  await waitFor('the writer', async () => (await acknowledged()) > 100);
  const before = await acknowledged();
  const { backup } = await console.feature.handlers['backup.create'](wargaKey, console.context);
  expect(backup).toMatchObject({ method: 'sqlite-cli', verification: 'verified' });
  const { problems, lastSeq } = checkInvariant(resolveBackupFile(console.backupFolder, backup.file));
  expect(problems).toEqual([]);
  expect(lastSeq).toBeGreaterThanOrEqual(before);
  const { manifest } = await console.feature.catalogue.locate(backup.id);
  expect(manifest.owner).toMatchObject({ uid: 1000, gid: 1000 });
  expect((await sh('ls /tmp; ps')).replace(/.*\bps\b.*/, '')).not.toMatch(/tmp\.|sqlite3|VACUUM/);
  expect(await acknowledged()).toBeGreaterThan(lastSeq - 1);
});

test('a file that is not there and one that is no database are named, and no file stays', async () => {
  for (const [path, code] of [
    ['/app/data/none.db', 'backup.source-missing'],
    ['/etc/passwd', 'backup.source-failed'],
  ] as const) {
    const console = open(path);
    await expect(console.feature.handlers['backup.create'](wargaKey, console.context)).rejects.toMatchObject({
      code,
    });
    expect((await console.feature.catalogue.list()).length).toBe(0);
  }
});

test('a path that a shell would take apart stays a path', async () => {
  const odd = `/app/data/it's "$(touch owned)".db`;
  execFileSync('docker', ['exec', reader.id, 'cp', '/app/data/warga.db', odd], {
    env: { ...process.env, ...bed.engine.docker },
  });
  const console = open(odd);
  const { backup } = await console.feature.handlers['backup.create'](wargaKey, console.context);
  expect(backup.method).toBe('sqlite-cli');
  await expect(sh('[ ! -e owned ] && [ ! -e /owned ] && echo clean')).resolves.toContain('clean');
});
