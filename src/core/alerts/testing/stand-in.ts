import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Taken {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

/** What the stand-in does with the next request; after the last one it answers as Telegram does when all is well. */
export type Answer =
  | { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> }
  /** Any bytes and any end: the socket is the test's. */
  | ((response: ServerResponse) => void);

export interface StandIn {
  readonly base: string;
  /** Every request whose body arrived whole. */
  readonly taken: Taken[];
  next(...answers: Answer[]): void;
  /** From now on nobody answers at this port. */
  close(): Promise<void>;
}

export const telegramOk = { ok: true, result: { message_id: 1 } };

/** A real HTTP server that stands in for Telegram, or for a webhook: slow, wrong or broken off, as it is told. */
export async function startStandIn(port = 0): Promise<StandIn> {
  const taken: Taken[] = [];
  const answers: Answer[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>;
      taken.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body });
      const answer = answers.shift() ?? { status: 200, body: telegramOk };
      if (typeof answer === 'function') answer(response);
      else {
        const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {});
        response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
        response.end(text);
      }
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    base,
    taken,
    next: (...more) => void answers.push(...more),
    async close() {
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Takes the request and breaks the connection off before a word of answer. */
export const cutBeforeAnswer: Answer = (response) => void response.socket?.destroy();

/** Says 200 and half of a body, then breaks off. */
export const cutInAnswer: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"ok":true,"resu', () => response.socket?.destroy());
};

/** Never answers. */
export const silent: Answer = () => undefined;
