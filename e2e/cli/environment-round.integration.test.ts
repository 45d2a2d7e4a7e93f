import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type {
  EnvironmentHistory,
  EnvironmentRestorePlan,
  EnvironmentRestoreResult,
  EnvironmentSnapshotResult,
} from '../../src/shared/domain/environment.ts';
import { type Compose, findCompose } from '../testbed/compose.ts';
import { type Engine, startEngine } from '../testbed/engine.ts';
import { loadSampleImages } from '../testbed/image.ts';
import { rondaCommand } from './ronda-process.ts';

const dir = mkdtempSync('/tmp/ronda-envcli-');
const home = join(dir, 'home');
const userHome = join(dir, 'person');
const project = join(dir, 'prisma');
const dotenv = join(project, '.env');
const ronda = rondaCommand(home, userHome);
let engine: Engine;
let compose: Compose;

const up = () =>
  compose.run([
    '-p',
    'prisma',
    '-f',
    join(project, 'compose.yaml'),
    '--project-directory',
    project,
    'up',
    '-d',
  ]);

beforeAll(async () => {
  for (const each of [userHome, project]) mkdirSync(each);
  engine = await startEngine({ dir: join(dir, 'e') });
  await loadSampleImages(engine.docker);
  compose = await findCompose(engine.docker);
  writeFileSync(
    join(project, 'compose.yaml'),
    `services:
  warga-service:
    image: ronda-sample/warga-service:1.0.0
    entrypoint: ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 0.1; done']
    environment:
      TOKEN: '\${TOKEN}'
`,
  );
  writeFileSync(dotenv, 'TOKEN=rahasia-satu\n', { mode: 0o600 });
  await up();
}, 180_000);

afterAll(async () => {
  await engine?.stop({ removeData: true });
  rmSync(dir, { recursive: true, force: true });
}, 60_000);

const secret = 'kentongan tiga kali';
const vault = ['--vault-passphrase-fd', '3'];
const env = <T>(...args: string[]): Promise<T> => ronda.json<T>(0, ['env', ...args, ...vault], { secret });

test('what Compose was given is kept, shown by name, exported for age, and put back by the commands that were shown', {
  timeout: 300_000,
}, async () => {
  await ronda.json(0, ['host', 'add', 'RT 04', '--local', '--socket', engine.socketPath]);
  const first = await env<EnvironmentSnapshotResult>('snapshot');
  expect(first.added.map(({ name }) => name).sort()).toEqual([dotenv, 'warga-service']);

  const locked = await ronda.run(['env', 'list', '--json']);
  expect(locked.code).not.toBe(0);
  expect(JSON.parse(locked.stdout)).toMatchObject({ error: { code: 'cli.needs-terminal' } });

  writeFileSync(dotenv, 'TOKEN=rahasia-dua\nNEW=1\n');
  await up();
  const second = await env<EnvironmentSnapshotResult>('snapshot');
  expect(second.added.map(({ snapshot }) => snapshot)).toEqual([2, 2]);
  const { history } = await env<{ history: EnvironmentHistory }>('history', 'warga-service');
  expect(history.snapshots[1]?.change).toEqual({ added: [], changed: ['TOKEN'], removed: [] });
  expect(await env('reveal', 'warga-service', 'TOKEN', '--at', '1')).toEqual({ value: 'rahasia-satu' });

  const identity = await generateX25519Identity();
  const key = join(dir, 'key.txt');
  writeFileSync(key, `${identity}\n`, { mode: 0o600 });
  const file = join(dir, 'warga.env.age');
  await env('export', file, 'warga-service', '--recipient', await identityToRecipient(identity));
  expect(execFileSync('age', ['-d', '-i', key, file]).toString()).toBe("TOKEN='rahasia-dua'\n");

  const { plan, result } = await env<{ plan: EnvironmentRestorePlan; result: EnvironmentRestoreResult }>(
    ...['restore', dotenv, '--at', '1', '--yes', '--reason', 'the new token does not work'],
  );
  expect(plan.change).toEqual({ added: [], changed: ['TOKEN'], removed: ['NEW'] });
  expect(result.outcome).toBe('restored');
  expect(plan.commands).toEqual([`cd '${project}' && docker compose up -d`]);
  expect(readFileSync(dotenv, 'utf8')).toBe('TOKEN=rahasia-satu\n');
  await up();
  await env('snapshot');
  expect(await env('reveal', 'warga-service', 'TOKEN')).toEqual({ value: 'rahasia-satu' });

  const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  expect(files.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['vault.json', 'ronda.db', 'ronda.log']),
  );
  const texts = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name)).toString('latin1'));
  expect(texts.filter((text) => text.includes('rahasia'))).toEqual([]);
  const log = texts.join('\n');
  for (const event of ['value-revealed', 'environment-exported', 'the new token does not work'])
    expect(log).toContain(event);
});
