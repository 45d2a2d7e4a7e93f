import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { probeTelegramBot } from './probe-telegram-bot.ts';

const token = '7000000001:AAtest-token_that_must_not_show';
const signal = new AbortController().signal;

async function ask(handler: RequestListener, secret: string | 'locked' | null = token) {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const apiBase = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return probeTelegramBot({ apiBase, token: async () => secret }, 2000, signal);
}
const answer =
  (status: number, body: object): RequestListener =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

test('a bot that Telegram knows is well, by its name', async () => {
  let asked = '';
  const result = await ask((request, response) => {
    asked = request.url ?? '';
    answer(200, { ok: true, result: { id: 1, is_bot: true, username: 'prisma_rt04_bot' } })(
      request,
      response,
    );
  });
  expect(asked).toBe(`/bot${token}/getMe`);
  expect(result).toMatchObject({ outcome: 'ok', message: '@prisma_rt04_bot' });
});

test.each([401, 404])('a token that Telegram refuses with %i is said, and never shown', async (status) => {
  const result = await ask(answer(status, { ok: false, description: `Unauthorized ${token}` }));
  expect(result).toMatchObject({ outcome: 'fail', cause: { code: 'health.bot-refused' } });
  expect(JSON.stringify(result)).not.toContain(token);
});

test('a Telegram in trouble, and no answer at all, are failures of the way, without the token', async () => {
  const busy = await ask(answer(502, { ok: false, description: `for /bot${token}/getMe` }));
  const cut = await ask((request) => request.socket.destroy());
  for (const result of [busy, cut]) {
    expect(result).toMatchObject({ outcome: 'fail', cause: { code: 'health.bot-unreachable' } });
    expect(JSON.stringify(result)).not.toContain(token);
  }
});

test('without a token, or with a locked vault, nothing is seen: that is no failure of the bot', async () => {
  const never: RequestListener = () => {
    throw new Error('nobody may be asked');
  };
  await expect(ask(never, null)).rejects.toMatchObject({ code: 'health.bot-no-token' });
  await expect(ask(never, 'locked')).rejects.toMatchObject({ code: 'health.bot-locked' });
});
