import type { Duplex } from 'node:stream';
import type { HostConfig, SshTarget } from '../../../shared/domain/host.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { ConnectContext, ConnectPorts } from '../connect-ports.ts';
import { addressText, dialServer } from './dial-server.ts';
import type { HostKey } from './host-key.ts';
import { type HostKeyVerdict, judgeHostKey, recordedKeyTypes } from './known-hosts.ts';
import { createLogin } from './login.ts';
import { openSession } from './open-session.ts';
import { type Pace, PacedLine } from './paced-line.ts';
import type { SshSession } from './ssh-session.ts';

/** How a session is made that is not the first and straight one. */
export interface SessionRoute {
  /**
   * Null: the first connection of a host, its key is looked up in known_hosts. A key: a further connection to a server
   * that is known already; only this key is accepted.
   */
  readonly known: HostKey | null;
  /** False: nobody is asked, what is missing is an error. */
  readonly interactive: boolean;
  /** Opens the line below; absent: straight to the server. */
  readonly dial?: (signal: AbortSignal) => Promise<Duplex>;
  /** What it may take of the line; absent: all. */
  readonly pace?: Pace;
}

/**
 * Connects and logs in, asking where only a person can answer. A question is never asked over an open connection:
 * that one is ended, and once there is an answer another is made that accepts exactly the key that was shown. So
 * neither a server's time limit nor a change of server while somebody thinks can matter.
 */
export async function connectSession(
  config: HostConfig,
  target: SshTarget,
  ports: ConnectPorts,
  context: ConnectContext,
  { known, interactive, dial, pace }: SessionRoute,
): Promise<SshSession> {
  const { signal, steps } = context;
  const server = { address: target.address, port: target.port };
  const address = addressText(server);
  const entries = await ports.knownHosts.read();
  const open = dial ?? ((wanted: AbortSignal): Promise<Duplex> => dialServer(server, ports.clock, wanted));
  const login = createLogin(config, target, ports, context, interactive);
  let pinned = known;
  let verified: HostKey | null = known;
  let unrecorded: HostKey | null = null;

  for (;;) {
    const plan = await login.plan(signal);
    if (plan.kind === 'needs' && verified) {
      steps.begin('authenticate');
      await login.askFor(plan, signal);
      continue;
    }
    let verdict: HostKeyVerdict = { kind: 'unknown' };
    const outcome = await openSession(
      {
        server,
        dial: pace ? async (wanted) => new PacedLine(await open(wanted), pace) : open,
        recordedKeyTypes: pinned ? [pinned.type] : recordedKeyTypes(entries, server),
        acceptHostKey(key) {
          if (pinned) return pinned.blob.equals(key.blob);
          verdict = judgeHostKey(entries, server, key);
          return verdict.kind === 'known';
        },
        methods: plan.kind === 'ready' ? plan.methods : null,
        onVerified(key) {
          verified = key;
          pinned = key;
          steps.done(`${key.type} ${key.fingerprint}`);
        },
        isAsking: login.isAsking,
        steps,
        clock: ports.clock,
      },
      signal,
    );
    // Recorded only now: the server has proved that it holds the key which was accepted.
    if (unrecorded && verified) {
      await ports.knownHosts.add(server, unrecorded);
      unrecorded = null;
    }
    switch (outcome.kind) {
      case 'open': {
        const trouble = await login.succeeded();
        if (trouble) ports.log.warn(trouble, { hostId: config.id });
        return outcome.session;
      }
      case 'verified-only':
        break;
      case 'login-refused':
        await login.refused(outcome.tried, outcome.offered);
        break;
      case 'key-not-accepted':
        if (pinned) throw swapped(address, pinned, outcome.key);
        throwUnlessUnknown(verdict, address, outcome.key);
        if (!interactive) {
          throw new RondaError('hosts.host-key-declined', { address, fingerprint: outcome.key.fingerprint });
        }
        await askForKey(config, target, context, outcome.key);
        pinned = outcome.key;
        unrecorded = outcome.key;
    }
  }
}

function swapped(address: string, expected: HostKey, actual: HostKey): RondaError {
  return new RondaError('hosts.host-key-swapped', {
    address,
    expected: expected.fingerprint,
    actual: actual.fingerprint,
  });
}

function throwUnlessUnknown(verdict: HostKeyVerdict, address: string, key: HostKey): void {
  const actual = key.fingerprint;
  switch (verdict.kind) {
    case 'changed': {
      const expected = verdict.expected.map((one) => one.fingerprint).join(', ');
      const { file, line } = verdict.entry;
      throw new RondaError('hosts.host-key-changed', { address, expected, actual, file, line });
    }
    case 'revoked':
      throw new RondaError('hosts.host-key-revoked', {
        address,
        actual,
        file: verdict.entry.file,
        line: verdict.entry.line,
      });
    case 'authority-only':
      throw new RondaError('hosts.certificate-authority', {
        address,
        file: verdict.entry.file,
        line: verdict.entry.line,
      });
    default:
  }
}

async function askForKey(
  config: HostConfig,
  target: SshTarget,
  context: ConnectContext,
  key: HostKey,
): Promise<void> {
  const address = addressText(target);
  const answer = await context.prompter.ask(
    {
      kind: 'host-key',
      hostId: config.id,
      hostName: config.name,
      address,
      keyType: key.type,
      fingerprint: key.fingerprint,
    },
    context.signal,
  );
  if (answer.kind !== 'accept') {
    throw new RondaError('hosts.host-key-declined', { address, fingerprint: key.fingerprint });
  }
}
