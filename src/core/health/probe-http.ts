import { type IncomingMessage, request } from 'node:http';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls, TLSSocket } from 'node:tls';
import { anySignal } from 'any-signal';
import { RondaError } from '../../shared/errors.ts';
import { dialError } from './dial-errors.ts';
import type { CheckResult } from './evaluate-health.ts';
import { sanitizeText } from './sanitize-text.ts';
import { parseBody, shownValue, summarizeBody, valueAt } from './summarize-body.ts';

/** Opens a TCP connection: from the laptop, or as the server itself would make it. */
export type Dial = (
  target: { readonly host: string; readonly port: number },
  signal: AbortSignal,
) => Promise<Duplex>;

export interface HttpProbe {
  readonly url: string;
  /** Status codes that are right. */
  readonly status: readonly number[];
  readonly json: readonly { readonly path: string; readonly equals: string | number | boolean }[];
  /** Milliseconds; slower is degraded. */
  readonly slowerThan?: number | undefined;
  /** How many redirects are followed; 0: a redirect is an answer like any other. */
  readonly redirects: number;
  readonly timeoutMs: number;
  /** A certificate that ends within so many days is degraded; absent: nothing is said of it. */
  readonly certificateDays?: number;
}

interface Answer {
  readonly status: number;
  readonly location: string | undefined;
  readonly body: string;
  /** The body was longer than what is read of it. */
  readonly isCut: boolean;
  /** Of https: until when the certificate is valid, ms. */
  readonly certificateUntil: number | null;
}

/** A health answer is a few hundred bytes; of anything longer only the beginning is looked at. */
const maxBody = 64 * 1024;

/**
 * GETs a URL and judges the answer. Everything that can go wrong has a cause of its own: the name, the connection,
 * TLS, redirects, silence, a body that never ends, a wrong status, a wrong body.
 * @param signal of the connection; when it fires the run is void and this throws its reason
 */
export async function probeHttp(probe: HttpProbe, dial: Dial, signal: AbortSignal): Promise<CheckResult> {
  const started = performance.now();
  const latency = (): number => Math.round((performance.now() - started) * 10) / 10;
  const seconds = probe.timeoutMs / 1000;
  const progress: Progress = { status: null };
  const stop = new AbortController();
  const timer = setTimeout(
    () =>
      stop.abort(
        progress.status === null
          ? new RondaError('health.timeout', { target: shownUrl(probe.url), seconds })
          : new RondaError('health.slow-body', {
              target: shownUrl(probe.url),
              status: progress.status,
              seconds,
            }),
      ),
    probe.timeoutMs,
  );
  const either = anySignal([signal, stop.signal]);
  try {
    const answer = await follow(probe, dial, either, progress);
    const certificate = answer.certificateUntil === null ? {} : { certificateUntil: answer.certificateUntil };
    return { ...judge(probe, answer, latency()), ...certificate };
  } catch (error) {
    signal.throwIfAborted();
    const cause = stop.signal.aborted ? stop.signal.reason : error;
    if (!(cause instanceof RondaError)) throw cause;
    return {
      outcome: 'fail',
      latencyMs: latency(),
      message: sanitizeText(cause.message),
      cause: cause.toShape(),
    };
  } finally {
    clearTimeout(timer);
    // Whatever still waits for an answer that nobody reads must end with the run.
    stop.abort();
    either.clear();
  }
}

interface Progress {
  /** Of the answer whose body is being read. */
  status: number | null;
}

async function follow(
  probe: HttpProbe,
  dial: Dial,
  signal: AbortSignal,
  progress: Progress,
): Promise<Answer> {
  let url = new URL(probe.url);
  for (let hop = 0; ; hop++) {
    progress.status = null;
    const answer = await get(url, dial, signal, progress);
    const redirects = answer.status >= 300 && answer.status < 400 && answer.location !== undefined;
    if (!redirects || probe.redirects === 0 || probe.status.includes(answer.status)) return answer;
    if (hop >= probe.redirects)
      throw new RondaError('health.redirect-loop', { target: shownUrl(probe.url), limit: probe.redirects });
    const next = URL.canParse(answer.location ?? '', url.href) ? new URL(answer.location ?? '', url) : null;
    if (!next || (next.protocol !== 'http:' && next.protocol !== 'https:'))
      throw new RondaError('health.bad-redirect', { target: shownUrl(url.href) });
    url = next;
  }
}

async function get(url: URL, dial: Dial, signal: AbortSignal, progress: Progress): Promise<Answer> {
  const isTls = url.protocol === 'https:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const target = { host, port: Number(url.port) || (isTls ? 443 : 80) };
  const dialled = dial(target, signal);
  const plain = await unlessAborted(dialled, signal).catch((error: unknown) => {
    // A connection that comes after its time must not stay open.
    dialled.then((late) => late.destroy()).catch(() => undefined);
    signal.throwIfAborted();
    throw dialError(error, target);
  });
  // From here on every error is seen by who reads or writes; one that comes late concerns nobody.
  plain.on('error', () => undefined);
  try {
    const socket = isTls ? await startTls(plain, target, signal) : plain;
    const response = await unlessAborted(send(url, socket), signal);
    progress.status = response.statusCode ?? 0;
    const { body, isCut } = await unlessAborted(readBody(response), signal);
    const { location } = response.headers;
    return { status: progress.status, location, body, isCut, certificateUntil: certificateEnd(socket) };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof RondaError) throw error;
    const detail = sanitizeText(error instanceof Error ? error.message : String(error), 200);
    throw new RondaError('health.broken-answer', { target: shownUrl(url.href), detail }, { cause: error });
  } finally {
    plain.destroy();
  }
}

/** Until when the other side's certificate is valid, ms; null without TLS. */
function certificateEnd(socket: Duplex): number | null {
  if (!(socket instanceof TLSSocket)) return null;
  const end = Date.parse(socket.getPeerCertificate().valid_to ?? '');
  return Number.isNaN(end) ? null : end;
}

async function startTls(
  plain: Duplex,
  target: { host: string; port: number },
  signal: AbortSignal,
): Promise<Duplex> {
  const socket = connectTls({
    socket: plain,
    ALPNProtocols: ['http/1.1'],
    ...(isIP(target.host) ? {} : { servername: target.host }),
    host: target.host,
  });
  try {
    await unlessAborted(
      new Promise<void>((resolve, reject) => {
        socket.once('secureConnect', resolve);
        socket.once('error', reject);
        plain.once('close', () => reject(new Error('the connection was closed during the handshake')));
      }),
      signal,
    );
    return socket;
  } catch (error) {
    signal.throwIfAborted();
    const detail = sanitizeText(error instanceof Error ? error.message : String(error), 200);
    const address = `${target.host}:${target.port}`;
    throw new RondaError('health.tls', { target: address, detail }, { cause: error });
  } finally {
    socket.on('error', () => undefined);
  }
}

function send(url: URL, socket: Duplex): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const call = request({
      method: 'GET',
      path: `${url.pathname}${url.search}`,
      // Its own Host header: with a socket given, Node would name the default port.
      setHost: false,
      headers: {
        host: url.host,
        accept: 'application/json, text/html;q=0.9, */*;q=0.8',
        'accept-encoding': 'identity',
        'user-agent': 'Ronda health check',
        connection: 'close',
      },
      createConnection: () => socket,
    });
    call.once('response', resolve);
    call.on('error', reject);
    call.end();
  });
}

async function readBody(response: IncomingMessage): Promise<{ body: string; isCut: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    length += chunk.length;
    // Leaving the loop destroys the response: an endless body costs its first 64 KiB and no more.
    if (length >= maxBody) return { body: text(chunks), isCut: true };
  }
  return { body: text(chunks), isCut: false };
}

function text(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).subarray(0, maxBody).toString('utf8');
}

function judge(probe: HttpProbe, answer: Answer, latencyMs: number): CheckResult {
  const target = shownUrl(probe.url);
  const json = answer.isCut ? null : parseBody(answer.body);
  const detail = summarizeBody(json);
  const failed = (outcome: 'fail' | 'degraded', error: RondaError): CheckResult => ({
    outcome,
    latencyMs,
    message: sanitizeText(error.message),
    cause: error.toShape(),
  });
  if (!probe.status.includes(answer.status))
    return failed(
      'fail',
      new RondaError('health.wrong-status', {
        target,
        status: answer.status,
        expected: probe.status.join(', '),
        detail,
      }),
    );
  for (const { path, equals } of probe.json) {
    const found = valueAt(json, path);
    if (found === equals) continue;
    return failed(
      'degraded',
      new RondaError('health.unexpected-body', {
        target,
        path,
        found: shownValue(found),
        expected: shownValue(equals),
        detail,
      }),
    );
  }
  if (probe.slowerThan !== undefined && latencyMs > probe.slowerThan)
    return failed(
      'degraded',
      new RondaError('health.slow', { target, ms: Math.round(latencyMs), limit: probe.slowerThan }),
    );
  const daysLeft =
    answer.certificateUntil === null ? null : Math.floor((answer.certificateUntil - Date.now()) / 86_400_000);
  if (daysLeft !== null && daysLeft < (probe.certificateDays ?? 0))
    return failed('degraded', new RondaError('health.certificate-ends', { target, days: daysLeft }));
  return { outcome: 'ok', latencyMs, message: [String(answer.status), detail].filter(Boolean).join(' · ') };
}

/** Without user, password and query: those may hold secrets, and this text is kept and shown. */
export function shownUrl(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

/** The work, or the signal's reason as soon as it fires, also when the work takes no notice of it. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
