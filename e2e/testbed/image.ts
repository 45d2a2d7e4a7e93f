import { createHash } from 'node:crypto';
import {
  createWriteStream,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { pack as createPack, type Pack } from 'tar-stream';
import { devCacheFolder } from './dev-cache.ts';
import { librariesOf, nodeRuntime } from './node-runtime.ts';
import { runCommand } from './processes.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const STACK = join(ROOT, 'resources/sample-stack');
const SQLITE = join(ROOT, 'node_modules/better-sqlite3');

const SERVICES = [
  'gateway',
  'warga-service',
  'keuangan-service',
  'keamanan-service',
  'surat-service',
  'ai-service',
];
/** As compose.yaml names them. */
export const SAMPLE_IMAGES: readonly string[] = SERVICES.map((service) => `ronda-sample/${service}:1.0.0`);

/** uid and gid of `node`, as in the official Node images. */
const NODE_USER = 1000;

const PASSWD = `root:x:0:0:root:/root:/bin/sh\nnode:x:${NODE_USER}:${NODE_USER}::/home/node:/bin/sh\n`;
const GROUP = `root:x:0:\nnode:x:${NODE_USER}:\n`;

/** Debian's static busybox crashes as soon as it looks up an address: better no such command than that one. */
const BROKEN_APPLETS = new Set([
  'busybox',
  'ftpget',
  'ftpput',
  'nc',
  'nslookup',
  'ping',
  'telnet',
  'tftp',
  'wget',
]);

interface Entry {
  /** Path in the image, without the leading slash. */
  name: string;
  mode: number;
  uid?: number;
  content: { file: string } | { text: string } | { link: string } | 'folder';
}

/**
 * Puts the sample images into an engine without any registry: one root file system of busybox, Node, better-sqlite3
 * and the services, imported under the names that compose.yaml uses. It is equal in use to what
 * resources/sample-stack/Dockerfile builds. The archive is kept in the development cache by its content's hash.
 */
export async function loadSampleImages(docker: NodeJS.ProcessEnv): Promise<void> {
  const archive = await sampleArchive();
  const [first = '', ...others] = SAMPLE_IMAGES;
  const id = archive.match(/([0-9a-f]{16})\.tar$/)?.[1] ?? '';
  const label = `org.opencontainers.image.revision=${id}`;
  const { stdout } = await runCommand('docker', ['images', '--quiet', '--filter', `label=${label}`], {
    env: docker,
  });
  if (new Set(stdout.split('\n')).size < 2) {
    const changes = [
      'CMD ["node", "services/gateway.mjs"]',
      'ENV NODE_ENV=production',
      'ENV PATH=/usr/local/bin:/usr/bin:/bin',
      'WORKDIR /app',
      'USER node',
      `LABEL ${label}`,
    ];
    const args = changes.flatMap((change) => ['--change', change]);
    await runCommand('docker', ['import', ...args, archive, first], { env: docker, timeoutMs: 180_000 });
  }
  for (const name of others) await runCommand('docker', ['tag', first, name], { env: docker });
}

async function sampleArchive(): Promise<string> {
  const node = await nodeRuntime();
  const entries = await listEntries(node.path);
  const hash = createHash('sha256').update(node.id);
  for (const { name, mode, uid, content } of entries) {
    hash.update(`\0${name} ${mode} ${uid}\0`);
    // The runtime's own hash is in already; 120 MB need not be read again at each start.
    if (content !== 'folder' && 'file' in content && content.file !== node.path) {
      hash.update(readFileSync(content.file));
    } else hash.update(JSON.stringify(content));
  }
  const cache = devCacheFolder('sample-image');
  const archive = join(cache, `${hash.digest('hex').slice(0, 16)}.tar`);
  if (existsSync(archive)) return archive;

  const partial = `${archive}.${process.pid}`;
  try {
    const pack = createPack();
    const written = pipeline(pack, createWriteStream(partial));
    for (const entry of entries) await addEntry(pack, entry);
    pack.finalize();
    await written;
    // Older services' archives are of no more use: 150 MB each.
    for (const old of readdirSync(cache)) if (/^[0-9a-f]{16}\.tar$/.test(old)) rmSync(join(cache, old));
    renameSync(partial, archive);
  } finally {
    rmSync(partial, { force: true });
  }
  return archive;
}

async function listEntries(node: string): Promise<Entry[]> {
  const addon = join(SQLITE, `prebuilds/linux-${process.arch}.node`);
  const busybox = '/bin/busybox';
  const { stdout } = await runCommand(busybox, ['--list']);
  const applets = stdout.split('\n').filter((name) => name !== '' && !BROKEN_APPLETS.has(name));
  const libraries = await librariesOf(node, addon);
  const folder = (name: string, mode = 0o755, uid = 0): Entry => ({ name, mode, uid, content: 'folder' });
  return [
    folder('bin'),
    folder('etc'),
    folder('proc'),
    folder('sys'),
    folder('dev'),
    folder('root', 0o700),
    folder('tmp', 0o1777),
    folder('home/node', 0o755, NODE_USER),
    folder('app'),
    // A named volume takes its first contents, owner and mode from here.
    ...['data', 'control', 'ledger'].map((name) => folder(`app/${name}`, 0o755, NODE_USER)),
    { name: 'etc/passwd', mode: 0o644, content: { text: PASSWD } },
    { name: 'etc/group', mode: 0o644, content: { text: GROUP } },
    { name: 'bin/busybox', mode: 0o755, content: { file: busybox } },
    ...applets.map((name): Entry => ({ name: `bin/${name}`, mode: 0o777, content: { link: 'busybox' } })),
    { name: 'usr/local/bin/node', mode: 0o755, content: { file: node } },
    ...libraries.map((file): Entry => ({ name: file.slice(1), mode: 0o755, content: { file } })),
    { name: 'app/package.json', mode: 0o644, content: { file: join(STACK, 'package.json') } },
    { name: 'app/package-lock.json', mode: 0o644, content: { file: join(STACK, 'package-lock.json') } },
    ...filesBelow(join(STACK, 'services'), 'app/services'),
    ...filesBelow(join(SQLITE, 'lib'), 'app/node_modules/better-sqlite3/lib'),
    {
      name: 'app/node_modules/better-sqlite3/package.json',
      mode: 0o644,
      content: { file: join(SQLITE, 'package.json') },
    },
    {
      name: `app/node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`,
      mode: 0o644,
      content: { file: addon },
    },
  ];
}

function filesBelow(folder: string, target: string): Entry[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ name: `${target}/${relative(folder, file)}`, mode: 0o644, content: { file } }));
}

function addEntry(pack: Pack, { name, mode, uid = 0, content }: Entry): Promise<void> {
  const header = { name, mode, uid, gid: uid, mtime: new Date(0) };
  return new Promise((resolve, reject) => {
    const done = (error?: Error | null) => (error ? reject(error) : resolve());
    if (content === 'folder') pack.entry({ ...header, type: 'directory' }, done);
    else if ('link' in content) pack.entry({ ...header, type: 'symlink', linkname: content.link }, done);
    else if ('text' in content) pack.entry(header, content.text, done);
    else {
      const bytes = readFileSync(content.file);
      pack.entry({ ...header, size: statSync(content.file).size }, bytes, done);
    }
  });
}
