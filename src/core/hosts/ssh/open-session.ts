import type { Duplex } from 'node:stream';
import ssh2, { type AnyAuthMethod, type AuthenticationType, type Client } from 'ssh2';
import { RondaError } from '../../../shared/errors.ts';
import type { Clock } from '../../platform/clock.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import type { StepReporter } from '../connection-steps.ts';
import { algorithmsFor } from './algorithms.ts';
import { addressText } from './dial-server.ts';
import { type HostKey, parseHostKey } from './host-key.ts';
import type { ServerName } from './known-hosts.ts';
import { createSshSession, type SshSession } from './ssh-session.ts';

/** Well below the time after which a home router forgets an idle connection; three missed ones mean it is gone. */
const KEEPALIVE_MS = 15_000;
const KEEPALIVE_MISSES = 3;
const BANNER_TIMEOUT_MS = 10_000;
const HANDSHAKE_TIMEOUT_MS = 20_000;
const LOGIN_TIMEOUT_MS = 20_000;

export interface SessionRequest {
  readonly server: ServerName;
  /** Opens the line below: straight, through another server, or through a program. */
  readonly dial: (signal: AbortSignal) => Promise<Duplex>;
  readonly recordedKeyTypes: readonly string[];
  /** Decides at once: nothing may be sent to a server whose key still has to be looked at. */
  readonly acceptHostKey: (key: HostKey) => boolean;
  /** Null: only the key is looked at, nobody logs in. */
  readonly methods: readonly AnyAuthMethod[] | null;
  /** Called when the server has proved that it holds the key that was accepted. */
  readonly onVerified: (key: HostKey) => void;
  /** A person is being asked a question by the server; the time limit of the login stands still. */
  readonly isAsking: () => boolean;
  readonly steps: StepReporter;
  readonly clock: Clock;
}

export type SessionOutcome =
  | { readonly kind: 'open'; readonly session: SshSession }
  /** The key was not accepted; nothing but the key exchange has happened. */
  | { readonly kind: 'key-not-accepted'; readonly key: HostKey }
  /** The key is good and no method was given. */
  | { readonly kind: 'verified-only'; readonly key: HostKey }
  | {
      readonly kind: 'login-refused';
      readonly tried: readonly string[];
      readonly offered: readonly string[];
    };

/**
 * One connection, from the socket to the login.
 * @throws RondaError `hosts.name-unknown`, `hosts.port-closed`, `hosts.unreachable`, `hosts.no-banner`,
 * `hosts.handshake-failed`, `hosts.connection-lost`
 */
export async function openSession(request: SessionRequest, signal: AbortSignal): Promise<SessionOutcome> {
  const { server, steps } = request;
  const address = addressText(server);
  steps.begin('reach', address);
  const socket = await request.dial(signal);
  const client = new ssh2.Client();
  const abandoned = new AbortController();
  const whileOpen = AbortSignal.any([signal, abandoned.signal]);
  try {
    const outcome = await Promise.race([
      negotiate(client, socket, request, address),
      guardTime(request, socket, whileOpen, address),
    ]);
    if (outcome.kind !== 'open') discard(client, socket);
    return outcome;
  } catch (error) {
    discard(client, socket);
    signal.throwIfAborted();
    throw error;
  } finally {
    abandoned.abort();
  }
}

function discard(client: Client, socket: Duplex): void {
  // ssh2 may still report what is already known; without a listener that would end the process.
  client.on('error', () => undefined);
  client.end();
  socket.destroy();
}

/** The limits of each phase. ssh2's own single limit would also run while a person is asked. */
async function guardTime(
  request: SessionRequest,
  socket: Duplex,
  signal: AbortSignal,
  address: string,
): Promise<never> {
  const { clock } = request;
  let silent = true;
  socket.once('data', () => {
    silent = false;
  });
  await clock.sleep(BANNER_TIMEOUT_MS, signal);
  if (silent) {
    throw new RondaError('hosts.no-banner', { address, seconds: BANNER_TIMEOUT_MS / 1000 });
  }
  await clock.sleep(HANDSHAKE_TIMEOUT_MS - BANNER_TIMEOUT_MS, signal);
  let left = LOGIN_TIMEOUT_MS;
  while (left > 0) {
    await clock.sleep(1_000, signal);
    if (!request.isAsking()) left -= 1_000;
  }
  throw new RondaError('hosts.handshake-failed', { address, detail: 'the login took too long' });
}

function negotiate(
  client: Client,
  socket: Duplex,
  request: SessionRequest,
  address: string,
): Promise<SessionOutcome> {
  const { steps } = request;
  let shown: HostKey | null = null;
  let accepted: HostKey | null = null;
  let loginBegun = false;
  const tried: string[] = [];
  let offered: readonly string[] = [];

  return new Promise((resolve, reject) => {
    const failed = (error: unknown): void => {
      const detail = plainDetail(error);
      // The line below knows better why it ended.
      if (error instanceof RondaError) reject(error);
      else if (shown && !accepted) resolve({ kind: 'key-not-accepted', key: shown });
      else if (!loginBegun) {
        reject(new RondaError('hosts.handshake-failed', { address, detail }, { cause: error }));
      } else if (isLoginRefusal(error)) resolve({ kind: 'login-refused', tried, offered });
      else reject(new RondaError('hosts.connection-lost', { address, detail }, { cause: error }));
    };
    // An agent or a key that fails to sign is reported too, but the login goes on with the next one.
    client.on('error', (error) => {
      if (!isOfOneMethod(error)) failed(error);
    });
    // ssh2 is deaf and dumb from here on, and a line that is only half closed (a proxy command that ended well) would
    // never be given up.
    client.on('end', () => socket.destroy());
    client.on('close', () => failed(new Error('the server closed the connection')));
    // Keys are exchanged anew later on; the login is over then.
    client.once('handshake', () => {
      if (!accepted) return;
      request.onVerified(accepted);
      if (request.methods === null) resolve({ kind: 'verified-only', key: accepted });
      else {
        loginBegun = true;
        steps.begin('authenticate');
      }
    });
    client.on('ready', () => {
      if (!accepted) return reject(new Error('ready without a verified key'));
      steps.done(tried.at(-1) ?? '');
      client.removeAllListeners('error').removeAllListeners('close');
      keepAliveByData(client, socket);
      resolve({ kind: 'open', session: createSshSession(client, socket, accepted, address) });
    });

    const remaining = [...(request.methods ?? [])];
    client.connect({
      sock: socket,
      username: request.methods?.[0]?.username ?? '',
      algorithms: algorithmsFor(request.recordedKeyTypes),
      keepaliveInterval: KEEPALIVE_MS,
      keepaliveCountMax: KEEPALIVE_MISSES,
      // Phases have limits of their own, see guardTime.
      readyTimeout: 0,
      agentForward: false,
      hostVerifier: (blob: Buffer): boolean => {
        const key = parseHostKey(blob);
        if (!key) return false;
        // Keys are exchanged anew during a long connection; another key would be another server.
        if (accepted) return accepted.blob.equals(key.blob);
        shown = key;
        if (request.acceptHostKey(key)) accepted = key;
        return accepted !== null;
      },
      authHandler: (left: AuthenticationType[] | null, _partial: boolean | null, next) => {
        if (left) offered = left;
        let method = remaining.shift();
        // The first call comes before the server has said what it admits by; afterwards only that is tried.
        while (method && left && !left.includes(protocolName(method))) method = remaining.shift();
        if (request.methods === null || !method) return false;
        tried.push(method.type);
        next(method);
      },
    });
    socket.once('data', () => steps.begin('verify-host-key'));
  });
}

/**
 * Whatever comes is a sign of life. ssh2 counts answers to its own questions alone, and on a slow line they wait behind
 * an upload's megabytes until it takes the server for gone.
 */
function keepAliveByData(client: Client, socket: Duplex): void {
  const { _resetKA: reset } = client as unknown as { readonly _resetKA?: () => void };
  let resetAt = performance.now();
  socket.on('data', () => {
    if (performance.now() - resetAt < 1000) return;
    resetAt = performance.now();
    reset?.();
  });
}

/** An agent is a way to sign, not a method of its own in the protocol (RFC 4252, 7). */
function protocolName(method: AnyAuthMethod): AuthenticationType {
  return method.type === 'agent' ? 'publickey' : method.type;
}

function levelOf(error: unknown): string {
  return error instanceof Error && 'level' in error ? String(error.level) : '';
}

function isOfOneMethod(error: unknown): boolean {
  return (
    levelOf(error) === 'agent' ||
    (levelOf(error) === 'client-authentication' && error instanceof Error && /sign/i.test(error.message))
  );
}

function isLoginRefusal(error: unknown): boolean {
  // "Too many authentication failures" arrives as a disconnect with reason 2 (protocol error), OpenSSH's way.
  return (
    levelOf(error) === 'client-authentication' ||
    (error instanceof Error && /authentication failures/i.test(error.message))
  );
}
