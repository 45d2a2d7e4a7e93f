import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTelegramStandIn, type TelegramStandIn } from '../../../e2e/testbed/night-watch-telegram.ts';
import { startTcpServer } from '../../../e2e/testbed/tcp-fixture.ts';
import { Profile } from '../../shared/domain/profile.ts';
import { parseProfile } from '../profile/parse-profile.ts';
import { watchData } from './watch-data.ts';

const run = promisify(execFile);
const script = fileURLToPath(new URL('../../../resources/night-watch/ronda-night-watch.sh', import.meta.url));
/** Each would make the file `pwned` if any shell, awk, sed or printf took it for more than a text. */
const evilNames = [
  '$(touch pwned)',
  '`touch pwned`',
  '"; touch pwned; "',
  "'; touch pwned; '",
  'a\nset\tlang\tid\ncheck\tx\ty\ttcp\t1\t1\t1\t1\t-\t0\t$(touch pwned)\t1',
  '%s%n\\n\\c$IFStouch$IFSpwned',
  '<b>&amp;</b> <script>',
  '-n',
  '| touch pwned #',
  '* ? [a-z]',
];
const tools = { curl: true, gnuWget: true, wget: true, nc: true, bash: true, docker: true, timeout: true };
const settings = {
  language: 'en' as const,
  hostName: 'a"b\'c$(touch pwned)\nset\thost\tx',
  leaseSeconds: 90,
  dockerSocket: '/nowhere/$(touch pwned).sock',
  sudo: false,
  told: ['P1', 'P2', 'P3'],
  quiet: null,
};

let dir = '';
let telegram: TelegramStandIn;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'night-evil-'));
  telegram = await startTelegramStandIn();
  await copyFile(script, join(dir, 'ronda-night-watch.sh'));
  await writeFile(join(dir, 'telegram'), `${telegram.base}/bot1:a/sendMessage\n-1\n-\n`);
});
afterEach(async () => {
  await telegram.close();
  await rm(dir, { recursive: true, force: true });
});

function profileOf(services: readonly object[]): Profile {
  return Profile.parse({
    schema: 1,
    id: 'evil',
    name: 'evil',
    compose: { project: '$(touch pwned)"' },
    services,
    incidents: {
      severities: Object.fromEntries(
        ['P1', 'P2', 'P3', 'P4'].map((severity) => [
          severity,
          { meaning: 'x', respondWithin: '1h', example: 'x' },
        ]),
      ),
      suggest: { allDown: 'P1', main: 'P2', other: 'P3' },
      procedure: ['detect', 'assess', 'contain', 'fix', 'test', 'deploy', 'review'].map((step) => ({
        step,
        text: step,
      })),
    },
  });
}

const shells = [
  ['dash', ['dash']],
  ['busybox ash', ['busybox', 'ash']],
] as const;

test.each(shells)(
  'under %s no value of a profile becomes a command, and all is told as it was written',
  async (_name, shell) => {
    const services = evilNames.map((name, index) => ({
      id: `s${index}`,
      name,
      runsAs: 'process',
      compose: name.replaceAll(/\p{Cc}/gu, ' '),
      checks: [
        {
          id: 'web',
          kind: 'http',
          url: `http://127.0.0.1:1/$(touch%20pwned);touch pwned'"\`touch pwned\`?a=$(touch pwned)&b|c`,
          every: '1m',
          retryAfter: '1s',
          failures: 1,
          json: [{ path: '$(touch pwned)"', equals: "';touch pwned;'" }],
        },
      ],
    }));
    const data = watchData(profileOf(services), settings, tools);
    await writeFile(join(dir, 'targets'), data.text);
    await run(shell[0], [...shell.slice(1), join(dir, 'ronda-night-watch.sh')], { cwd: dir });
    expect(await readdir(dir)).not.toContain('pwned');
    expect(await readdir(dir)).toEqual(expect.arrayContaining(['beats', 'last', 'state', 'told']));
    expect(telegram.messages).toHaveLength(1);
    const text = telegram.messages[0]?.text ?? '';
    expect(text).toContain('All services of a"b\'c$(touch pwned) set host x are down');
    expect(text).toContain('• $(touch pwned): the connection is refused (P1)');
    expect(text).toContain('• a set lang id check x y tcp 1 1 1 1 - 0 $(touch pwned) 1');
    expect(text).toContain('• %s%n\\n\\c$IFStouch$IFSpwned: ');
    expect(text).toContain('• &lt;b&gt;&amp;amp;&lt;/b&gt; &lt;script&gt;: ');
  },
);

test.each(shells)('under %s Docker’s names are arguments and never a shell’s words', async (_name, shell) => {
  const services = evilNames
    .map((name) => name.replaceAll(/\p{Cc}/gu, ' '))
    .map((compose, index) => ({
      id: `s${index}`,
      name: `S${index}`,
      runsAs: 'container',
      compose,
      checks: [{ id: 'docker', kind: 'docker', every: '1m', retryAfter: '1s', failures: 1, timeout: '2s' }],
    }));
  await writeFile(join(dir, 'targets'), watchData(profileOf(services), settings, tools).text);
  await run(shell[0], [...shell.slice(1), join(dir, 'ronda-night-watch.sh')], { cwd: dir });
  expect(await readdir(dir)).not.toContain('pwned');
  // Docker could not be asked: nothing was seen, and nobody is told of anything.
  expect(telegram.messages).toEqual([]);
  expect(await readdir(dir)).not.toContain('beats');
});

test('lines that a hand or a torn write made are passed over, not run', async () => {
  await writeFile(
    join(dir, 'targets'),
    'service\t../../x\tP1\tyes\tX\ncheck\t../../x\t../y\ttcp\t60\t1\t1\t1\t-\t0\t127.0.0.1\t1\ncheck\n\t\t\n$(touch pwned)\n',
  );
  await run('dash', [join(dir, 'ronda-night-watch.sh')], { cwd: dir });
  expect(await readdir(dir)).not.toContain('pwned');
  expect(telegram.messages).toEqual([]);
});

test('the built-in manual’s checks are watched but for those of the bot, which are named, with the AI service’s provider', async () => {
  const yaml = await readFile(
    new URL('../../../resources/profiles/prisma-rt04.yaml', import.meta.url),
    'utf8',
  );
  const data = watchData(parseProfile(yaml, 'prisma-rt04.yaml'), settings, tools);
  const ofBot = { serviceId: 'telegram-bot', reason: 'console-only' };
  expect(data.leftOut).toEqual([
    { ...ofBot, checkId: 'pm2' },
    { ...ofBot, checkId: 'get-me' },
  ]);
  expect(data.text).toContain('json\tai-service\thealth\tprovider.status\tup\n');
  expect(data.text).toMatch(/^check\tollama\tport\ttcp\t300\t5\t20\t2\t-\t0\t127\.0\.0\.1\t11434$/m);
});

test('a health answer that lacks what must hold is degraded and not told; a silent open port is up', async () => {
  const silent = await startTcpServer(() => undefined);
  const web = await startTcpServer((socket) => {
    socket.once('data', () =>
      socket.end(
        'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{"status":"healthy","provider":{"status":"down"},"list":[1,{"a":"}"}]}',
      ),
    );
  });
  const http = (port: number, json: object[]) => ({
    kind: 'http',
    url: `http://127.0.0.1:${port}/health`,
    every: '1m',
    retryAfter: '1s',
    failures: 1,
    json,
  });
  const profile = profileOf([
    {
      id: 'ai',
      name: 'AI',
      runsAs: 'process',
      checks: [
        { id: 'bad', ...http(web.port, [{ path: 'provider.status', equals: 'up' }]) },
        { id: 'good', ...http(web.port, [{ path: 'status', equals: 'healthy' }]) },
        { id: 'port', kind: 'tcp', port: silent.port, every: '1m', timeout: '2s', failures: 1 },
      ],
    },
  ]);
  await writeFile(join(dir, 'targets'), watchData(profile, settings, tools).text);
  await run('dash', [join(dir, 'ronda-night-watch.sh')], { cwd: dir });
  const stands = async (check: string) =>
    (await readFile(join(dir, 'state', `ai.${check}`), 'utf8')).split('\t')[0];
  expect([await stands('bad'), await stands('good'), await stands('port')]).toEqual(['degraded', 'up', 'up']);
  expect(await readFile(join(dir, 'state', 'ai.bad'), 'utf8')).toContain('body\tprovider.status = down');
  expect(telegram.messages).toEqual([]);
  await silent.stop();
  await web.stop();
});
