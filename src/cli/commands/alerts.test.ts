import { expect, test } from 'vitest';
import { defaultAlertConfig } from '../../shared/domain/alerts.ts';
import { RondaError } from '../../shared/errors.ts';
import { runCli } from '../run-cli.ts';
import { createFakeConsole } from '../testing/fake-console.ts';
import { createFakeIo } from '../testing/fake-io.ts';

const show = async () => ({
  config: {
    ...defaultAlertConfig,
    telegram: { enabled: true, chatId: '-1', topicId: null },
    webhook: { enabled: true, secretHeader: '' },
  },
  channels: [],
  secrets: null,
  webhookOrigin: '',
  quietUntil: null,
  outbox: [],
});

test('a test that was taken ends with 0 and says so', async () => {
  const io = createFakeIo();
  const console = createFakeConsole({ 'alerts.show': show, 'alerts.test': async () => ({}) });
  expect(await runCli(['alerts', 'test', 'telegram'], io, console.open)).toBe(0);
  expect(io.out()).toContain('telegram: the test message was taken');
});

test('without a channel all that are on are tested, and one failure ends with 4 after the others', async () => {
  const io = createFakeIo();
  const console = createFakeConsole({
    'alerts.show': show,
    'alerts.test': async ({ channel }) => {
      if (channel === 'telegram')
        throw new RondaError('alerts.telegram-forbidden', { status: 403, reason: 'x' });
      return {};
    },
  });
  expect(await runCli(['alerts', 'test', '--json'], io, console.open)).toBe(4);
  expect(JSON.parse(io.out())).toMatchObject({
    tested: [
      { channel: 'telegram', ok: false, error: { code: 'alerts.telegram-forbidden' } },
      { channel: 'webhook', ok: true, error: null },
    ],
  });
});

test('a channel that does not exist is a usage error', async () => {
  const console = createFakeConsole({ 'alerts.show': show });
  expect(await runCli(['alerts', 'test', 'pigeon'], createFakeIo(), console.open)).toBe(2);
});
