import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHeadlessConsole } from '../../src/cli/open-headless-console.ts';
import { fakeToken } from '../../src/core/alerts/testing/contents.ts';
import { type StandIn, startStandIn } from '../../src/core/alerts/testing/stand-in.ts';
import { type RondaCommand, rondaCommand } from './ronda-process.ts';

const passphrase = 'kentongan tiga kali';
const dir = mkdtempSync(join(tmpdir(), 'ronda-cli-alerts-'));
let telegram: StandIn;
let ronda: RondaCommand;

beforeAll(async () => {
  telegram = await startStandIn();
  const home = join(dir, 'home');
  const userHome = join(dir, 'person');
  mkdirSync(userHome);
  const { dispatcher, close } = await openHeadlessConsole({ home, label: 'test' });
  await dispatcher.run('vault.create', { passphrase });
  await dispatcher.run('alerts.set-secret', { secret: 'telegram-token', value: fakeToken });
  await dispatcher.run('alerts.configure', { telegram: { enabled: true, chatId: '-1001', topicId: null } });
  await close();
  ronda = rondaCommand(home, userHome, { RONDA_TELEGRAM_API: telegram.base });
}, 30_000);

afterAll(async () => {
  await telegram.close();
  rmSync(dir, { recursive: true, force: true });
});

const testTelegram = ['alerts', 'test', 'telegram', '--vault-passphrase-fd', '3'];

test('a test message goes out from the command line, with the token from the vault', async () => {
  const { code, stdout } = await ronda.run(testTelegram, { secret: passphrase });
  expect(stdout).toContain('telegram: ');
  expect(code).toBe(0);
  expect(telegram.taken).toMatchObject([
    { path: `/bot${fakeToken}/sendMessage`, body: { chat_id: '-1001' } },
  ]);
});

test('what Telegram refuses ends with 4, without the token', async () => {
  telegram.next({ status: 401, body: { ok: false, description: `Unauthorized: ${fakeToken}` } });
  const { code, stdout, stderr } = await ronda.run([...testTelegram, '--lang', 'en'], { secret: passphrase });
  expect(code).toBe(4);
  expect(stdout).toContain('does not accept the bot token (401)');
  expect(stdout + stderr).not.toContain(fakeToken.slice(10));
});

test('with a locked vault the channels say so, and a test without a passphrase asks for it', async () => {
  const view = await ronda.json<{ channels: { channel: string; state: string }[] }>(0, ['alerts', 'show']);
  expect(view.channels).toContainEqual(expect.objectContaining({ channel: 'telegram', state: 'locked' }));
  const { code, stderr } = await ronda.run(['alerts', 'test', '--lang', 'en']);
  expect(code).not.toBe(0);
  expect(stderr).toContain('--vault-passphrase-fd');
});
