import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHeadlessConsole } from '../../src/cli/open-headless-console.ts';
import { fakeToken } from '../../src/core/alerts/testing/contents.ts';
import { type StandIn, silent, startStandIn } from '../../src/core/alerts/testing/stand-in.ts';
import { waitFor } from '../testbed/wait-for.ts';

const passphrase = 'kentongan tiga kali';
const home = mkdtempSync(join(tmpdir(), 'ronda-alert-kill-'));
const children: ChildProcess[] = [];
let telegram: StandIn;

/** Does something on the home as a command does, beside whoever watches. */
async function asCommand<T>(
  work: (dispatcher: Awaited<ReturnType<typeof openHeadlessConsole>>['dispatcher']) => Promise<T>,
): Promise<T> {
  const { dispatcher, close } = await openHeadlessConsole({ home, label: 'test command' });
  try {
    return await work(dispatcher);
  } finally {
    await close();
  }
}

const openIncident = (title: string): Promise<unknown> =>
  asCommand((dispatcher) => dispatcher.run('incidents.open', { title, severity: 'P2' }));

const stateOfNewest = async (): Promise<string | undefined> => {
  const { messages } = await asCommand((dispatcher) => dispatcher.run('alerts.messages', { limit: 1 }));
  return messages[0]?.state;
};

async function startWatching(): Promise<ChildProcess> {
  const script = fileURLToPath(new URL('./watching-console.ts', import.meta.url));
  const child = spawn(process.execPath, [script, home, passphrase, telegram.base], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  if (child.stdout) await once(child.stdout, 'data');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

beforeAll(async () => {
  telegram = await startStandIn();
  await asCommand(async (dispatcher) => {
    await dispatcher.run('vault.create', { passphrase });
    await dispatcher.run('alerts.set-secret', { secret: 'telegram-token', value: fakeToken });
    await dispatcher.run('alerts.configure', { telegram: { enabled: true, chatId: '-1001', topicId: null } });
  });
}, 30_000);

afterAll(async () => {
  for (const child of children) if (child.exitCode === null && child.signalCode === null) await kill(child);
  await telegram.close();
  rmSync(home, { recursive: true, force: true });
});

const texts = (): string[] => telegram.taken.map(({ body }) => String(body.text));

test('killed with a message under way, and again after it was delivered: no word is lost, none repeated in silence', async () => {
  telegram.next(silent);
  const first = await startWatching();
  await openIncident('Login gagal');
  await waitFor('the message to leave', async () => telegram.taken.length === 1, { timeoutMs: 60_000 });
  await kill(first);
  expect(await stateOfNewest()).toBe('sending');

  const second = await startWatching();
  await waitFor('the repetition', async () => telegram.taken.length === 2, { timeoutMs: 60_000 });
  expect(texts()[1]).toContain('Login gagal');
  expect(texts()[1]).toContain('Mungkin berulang');
  await waitFor('its receipt to be kept', async () => (await stateOfNewest()) === 'sent');
  await kill(second);

  const third = await startWatching();
  await openIncident('Surat gagal');
  await waitFor('the next message', async () => telegram.taken.length === 3, { timeoutMs: 60_000 });
  await new Promise((resolve) => setTimeout(resolve, 5000));
  expect(texts().slice(2)).toEqual([expect.stringContaining('Surat gagal')]);
  await kill(third);
}, 180_000);
