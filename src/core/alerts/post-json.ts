import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { plainDetail } from '../platform/plain-detail.ts';

/** Far more than any answer that is read; one beyond it is cut. */
const maxAnswerBytes = 64 * 1024;

export type PostResult =
  /** The status line arrived: the other side has decided. `complete` is false when its body was cut off. */
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: IncomingMessage['headers'];
      readonly body: string;
      readonly complete: boolean;
    }
  /** No answer. `left` tells whether the whole request may have reached the other side. */
  | { readonly kind: 'unanswered'; readonly reason: string; readonly left: boolean };

/**
 * One POST on a connection of its own: a kept-alive one that the server has just closed would fail in a way that cannot
 * be told from a request that arrived. Redirects are not followed, for the address may hold a secret. Never throws but
 * for the abort of the signal.
 * @param timeoutMs for everything, from the look-up of the name to the last byte of the answer
 */
export async function postJson(options: {
  readonly url: URL;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}): Promise<PostResult> {
  const { url, body, signal, timeoutMs } = options;
  signal.throwIfAborted();
  const timeout = AbortSignal.timeout(timeoutMs);
  const either = AbortSignal.any([signal, timeout]);
  let left = false;
  const unanswered = (error: unknown): PostResult => {
    const reason = timeout.aborted ? `no answer in ${Math.round(timeoutMs / 1000)} s` : plainDetail(error);
    return { kind: 'unanswered', reason, left };
  };
  let result: PostResult;
  try {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      method: 'POST',
      agent: false,
      signal: either,
      headers: {
        ...options.headers,
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
        'user-agent': 'Ronda',
      },
    });
    // Handed to the system: from here on nobody can say that it did not arrive.
    request.once('finish', () => {
      left = true;
    });
    result = await answerOf(request, body);
  } catch (error) {
    result = unanswered(error);
  }
  signal.throwIfAborted();
  return result;
}

function answerOf(request: ClientRequest, body: string): Promise<PostResult> {
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      const answered = (complete: boolean): void =>
        resolve({
          kind: 'answered',
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString('utf8'),
          complete,
        });
      response.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length <= maxAnswerBytes) chunks.push(chunk);
        else {
          answered(false);
          request.destroy();
        }
      });
      response.on('end', () => answered(response.complete));
      // Cut off, or too slow: what it decided stands in the status line all the same.
      response.on('error', () => answered(false));
      response.on('close', () => answered(response.complete));
    });
    request.end(body);
  });
}
