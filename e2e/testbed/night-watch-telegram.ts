import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TelegramMessage {
  readonly path: string;
  readonly chatId: string;
  readonly topicId: string | null;
  readonly text: string;
  /** Of the night watch, for it speaks as a form and the console as JSON. */
  readonly byNightWatch: boolean;
}

export interface TelegramStandIn {
  readonly base: string;
  readonly messages: TelegramMessage[];
  /** Calls of the dead-man address. */
  readonly pings: string[];
  /** What the next messages are answered, one after the other; then all is well again. */
  next(...answers: { status: number; body: unknown }[]): void;
  close(): Promise<void>;
}

/** A real HTTP server in Telegram's place, for the console's JSON and for the form of the night watch. */
export async function startTelegramStandIn(): Promise<TelegramStandIn> {
  const messages: TelegramMessage[] = [];
  const pings: string[] = [];
  const answers: { status: number; body: unknown }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const path = request.url ?? '';
    if (request.method === 'GET') {
      pings.push(path);
      return response.end('ok');
    }
    const isJson = request.headers['content-type'] === 'application/json';
    const fields: Record<string, unknown> = isJson
      ? JSON.parse(body)
      : Object.fromEntries(new URLSearchParams(body));
    const answer = answers.shift();
    if (!answer) {
      messages.push({
        path,
        chatId: String(fields.chat_id),
        topicId: fields.message_thread_id === undefined ? null : String(fields.message_thread_id),
        text: String(fields.text),
        byNightWatch: !isJson,
      });
    }
    response.writeHead(answer?.status ?? 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer?.body ?? { ok: true, result: { message_id: messages.length } }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages,
    pings,
    next: (...more) => void answers.push(...more),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
