import { createServer } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultAlertConfig } from '../../shared/domain/alerts.ts';
import { errorText } from '../../shared/errors.ts';
import type { Delivery } from './channel.ts';
import { createTelegramChannel } from './telegram-channel.ts';
import { contentNamed, fakeToken } from './testing/contents.ts';
import { cutBeforeAnswer, cutInAnswer, type StandIn, silent, startStandIn } from './testing/stand-in.ts';

let telegram: StandIn;
let config: { enabled: boolean; chatId: string; topicId: number | null };
beforeEach(async () => {
  telegram = await startStandIn();
  config = { ...defaultAlertConfig.telegram, enabled: true, chatId: '-1001', topicId: 7 };
});
afterEach(() => telegram.close());

function channel(more: { token?: string | null | 'locked'; apiBase?: string; timeoutMs?: number } = {}) {
  return createTelegramChannel({
    apiBase: more.apiBase ?? telegram.base,
    token: async () => (more.token === undefined ? fakeToken : more.token),
    config: async () => config,
    onMigrated: async (chatId) => {
      config = { ...config, chatId };
    },
    now: () => 0,
    timeoutMs: more.timeoutMs ?? 5000,
  });
}

const message = (title = 'Warga is down', unsure = false) => ({
  id: 'm1',
  content: contentNamed(title),
  unsure,
});
const deliver = (title?: string): Promise<Delivery> =>
  channel().deliver(message(title), new AbortController().signal);
const refusal = (status: number, description: string, parameters?: object) => ({
  status,
  body: { ok: false, error_code: status, description, ...(parameters ? { parameters } : {}) },
});

test('a message goes to the chat and its topic, as bold title and plain lines', async () => {
  expect(await deliver()).toEqual({ kind: 'sent' });
  expect(telegram.taken).toMatchObject([
    {
      method: 'POST',
      path: `/bot${fakeToken}/sendMessage`,
      body: {
        chat_id: '-1001',
        message_thread_id: 7,
        text: '🟡 <b>Warga is down</b>\nServer: RT 04\nIncident #1 · P3',
        parse_mode: 'HTML',
      },
    },
  ]);
});

test('a hostile name is shown and never obeyed', async () => {
  await deliver('</b><a href="tg://user?id=1">&amp; <script>*_`[x](y)');
  expect(telegram.taken[0]?.body.text).toContain(
    '<b>&lt;/b&gt;&lt;a href="tg://user?id=1"&gt;&amp;amp; &lt;script&gt;*_`[x](y)</b>',
  );
});

test('a message longer than Telegram takes is cut, never through a character', async () => {
  const content = contentNamed('x', { lines: ['😀'.repeat(5000)] });
  await channel().deliver({ id: 'm', content, unsure: false }, new AbortController().signal);
  const text = String(telegram.taken[0]?.body.text).replaceAll(/<\/?b>/g, '');
  expect(text.length).toBeLessThanOrEqual(4096);
  expect(text).toMatch(/😀…$/u);
});

test.each([
  [401, 'Unauthorized', 'alerts.telegram-token'],
  [404, 'Not Found', 'alerts.telegram-token'],
  [403, 'Forbidden: bot was kicked from the supergroup chat', 'alerts.telegram-forbidden'],
  [400, 'Bad Request: chat not found', 'alerts.telegram-chat'],
])('%i "%s" stops the channel', async (status, description, code) => {
  telegram.next(refusal(status, description));
  expect(await deliver()).toMatchObject({ kind: 'stop', error: { code } });
  expect(telegram.taken).toHaveLength(1);
});

test('what Telegram cannot parse is sent again once, as plain text', async () => {
  const cannotParse = refusal(400, "Bad Request: can't parse entities: Unsupported start tag");
  telegram.next(cannotParse);
  expect(await deliver('a<b')).toEqual({ kind: 'sent' });
  expect(telegram.taken.map(({ body }) => [body.text, body.parse_mode])).toEqual([
    [expect.stringContaining('a&lt;b'), 'HTML'],
    ['🟡 a<b\nServer: RT 04\nIncident #1 · P3', undefined],
  ]);
  telegram.next(cannotParse, cannotParse);
  expect(await deliver()).toMatchObject({ kind: 'failed', error: { code: 'alerts.refused' } });
  expect(telegram.taken).toHaveLength(4);
});

test('a group that became a supergroup: the new number is kept, and the message sent once', async () => {
  telegram.next(
    refusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
      migrate_to_chat_id: -100999,
    }),
  );
  expect(await deliver()).toEqual({ kind: 'sent' });
  expect(config.chatId).toBe('-100999');
  expect(telegram.taken.map(({ body }) => body.chat_id)).toEqual(['-1001', '-100999']);
  await deliver();
  expect(telegram.taken.at(-1)?.body.chat_id).toBe('-100999');
  expect(telegram.taken).toHaveLength(3);
});

test('a group that says it moved again and again is not followed for ever', async () => {
  telegram.next(...[1, 2, 3, 4, 5, 6].map((at) => refusal(400, 'moved', { migrate_to_chat_id: -100 - at })));
  expect(await deliver()).toMatchObject({ kind: 'failed' });
  expect(telegram.taken.length).toBeLessThanOrEqual(4);
});

test('a topic that is gone: the group itself gets it, and the admin a warning', async () => {
  telegram.next(refusal(400, 'Bad Request: message thread not found'));
  expect(await deliver()).toMatchObject({ kind: 'sent', warning: { code: 'alerts.telegram-topic' } });
  expect(telegram.taken[1]?.body).not.toHaveProperty('message_thread_id');
});

test.each([
  [{ parameters: { retry_after: 37 } }, {}, 37_000],
  [{}, { 'retry-after': '12' }, 12_000],
  [{ parameters: { retry_after: -5 } }, {}, 30_000],
  [{ parameters: { retry_after: 'soon' } }, {}, 30_000],
  [{ parameters: { retry_after: 1e12 } }, {}, 86_400_000],
])('429 %o %o waits as long as it is told', async (body, headers, afterMs) => {
  telegram.next({ status: 429, body: { ok: false, description: 'Too Many Requests', ...body }, headers });
  expect(await deliver()).toMatchObject({ kind: 'retry', afterMs, unsure: false });
});

test.each([
  [500, '<html>Internal</html>'],
  [502, ''],
  [503, '{"ok":'],
  [200, '<html>Please log in to the hotel network</html>'],
])('%i with %j is tried again and has not arrived', async (status, body) => {
  telegram.next({ status, body, headers: { 'content-type': 'text/html' } });
  expect(await deliver()).toMatchObject({
    kind: 'retry',
    unsure: false,
    error: { code: 'alerts.receiver-down' },
  });
});

test('an answer that breaks off behind its 200 is a yes: Telegram had taken the message', async () => {
  telegram.next(cutInAnswer);
  expect(await deliver()).toEqual({ kind: 'sent' });
  expect(telegram.taken).toHaveLength(1);
});

test('a connection cut before the answer may have delivered', async () => {
  telegram.next(cutBeforeAnswer);
  expect(await deliver()).toMatchObject({
    kind: 'retry',
    unsure: true,
    error: { code: 'alerts.unanswered' },
  });
});

test('a server that never answers is given up, as one that may have taken it', async () => {
  telegram.next(silent);
  const started = performance.now();
  const delivery = await channel({ timeoutMs: 200 }).deliver(message(), new AbortController().signal);
  expect(delivery).toMatchObject({ kind: 'retry', unsure: true });
  expect(performance.now() - started).toBeLessThan(3000);
});

test('an answer without an end is cut and does not fill the memory', async () => {
  telegram.next((response) => {
    response.writeHead(500);
    const more = (): void => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  });
  expect(await deliver()).toMatchObject({ kind: 'retry', unsure: false });
});

test('nobody at the port: it certainly has not arrived', async () => {
  await telegram.close();
  expect(await deliver()).toMatchObject({
    kind: 'retry',
    unsure: false,
    error: { code: 'alerts.unreachable' },
  });
});

test('a server that takes the connection and never speaks TLS has certainly taken no message', async () => {
  const mute = createServer(() => undefined);
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  const address = mute.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const delivery = await channel({ apiBase: `https://127.0.0.1:${port}`, timeoutMs: 300 }).deliver(
    message(),
    new AbortController().signal,
  );
  mute.close();
  expect(delivery).toMatchObject({ kind: 'retry', unsure: false });
});

test('the token stands in no error, however Telegram or the system word it', async () => {
  const reasons = [
    `bad url /bot${fakeToken}/sendMessage for 081234567890`,
    `bot ${encodeURIComponent(fakeToken)} is gone`,
  ];
  for (const [status, reason] of [
    [401, reasons[0]],
    [500, reasons[1]],
    [400, reasons[0]],
  ] as const) {
    telegram.next(refusal(status, String(reason)));
    const delivery = await deliver();
    if (!('error' in delivery) || !delivery.error) throw new Error('an error was expected');
    const shape = delivery.error.toShape();
    for (const language of ['en', 'id'] as const) {
      const text = JSON.stringify([shape, errorText(shape, language)]);
      expect(text).not.toContain(fakeToken.slice(10));
      expect(text).not.toContain('081234567890');
    }
  }
});

test('without a token, a chat or an open vault nothing is tried', async () => {
  const signal = new AbortController().signal;
  expect(await channel({ token: null }).deliver(message(), signal)).toEqual({
    kind: 'unready',
    why: 'incomplete',
  });
  expect(await channel({ token: 'locked' }).deliver(message(), signal)).toEqual({
    kind: 'unready',
    why: 'locked',
  });
  config = { ...config, chatId: '' };
  expect(await deliver()).toEqual({ kind: 'unready', why: 'incomplete' });
  expect(telegram.taken).toEqual([]);
});
