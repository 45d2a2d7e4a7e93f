import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { z } from 'zod';
import { HostTarget, type SshAuth } from '../../shared/domain/host.ts';
import { RondaError } from '../../shared/errors.ts';
import type { MessageKey, Say } from '../i18n/messages.ts';
import { plainText } from '../output/plain-text.ts';

export interface HostAddOptions {
  readonly local?: boolean;
  readonly ssh?: string;
  /** `host[:port]` of Docker's TCP port. */
  readonly tcp?: string;
  /** A folder with ca.pem, cert.pem and key.pem. */
  readonly certificates?: string;
  readonly socket?: string;
  readonly key?: string;
  readonly agent?: boolean;
  readonly password?: boolean;
  readonly sudo?: boolean;
  /** As ssh's -J: `user@address[:port]`, several with commas. */
  readonly jump?: string;
  readonly proxyCommand?: string;
}

function usage(say: Say, key: MessageKey, params: Readonly<Record<string, string>> = {}): RondaError {
  return new RondaError('cli.usage', { detail: say(key, params) });
}

/** The target that the options of `host add` describe. @throws RondaError `cli.usage` */
export function parseHostTarget(say: Say, options: HostAddOptions): HostTarget {
  const where = [options.local === true, options.ssh !== undefined, options.tcp !== undefined];
  if (where.filter(Boolean).length !== 1) throw usage(say, 'usage.where');
  if (options.certificates !== undefined && options.tcp === undefined) throw usage(say, 'usage.tcp-only');
  if (options.ssh === undefined) {
    const { key, agent, password, sudo, jump, proxyCommand } = options;
    if ([key, agent, password, sudo, jump, proxyCommand].some((option) => option !== undefined)) {
      throw usage(say, 'usage.ssh-only');
    }
    if (options.tcp !== undefined) return parseTcpTarget(say, options.tcp, options);
    return check(say, {
      kind: 'local',
      ...(options.socket === undefined ? {} : { socketPath: expandPath(options.socket) }),
    });
  }
  if (options.jump !== undefined && options.proxyCommand !== undefined) throw usage(say, 'usage.one-route');
  const auth = parseAuth(say, options);
  return check(say, {
    kind: 'ssh',
    ...parseSshAddress(say, options.ssh),
    auth,
    ...(options.socket === undefined ? {} : { dockerSocket: options.socket }),
    ...(options.sudo ? { sudo: true } : {}),
    ...(options.jump === undefined
      ? {}
      : { jumps: options.jump.split(',').map((jump) => ({ ...parseSshAddress(say, jump.trim()), auth })) }),
    ...(options.proxyCommand === undefined ? {} : { proxyCommand: options.proxyCommand }),
  });
}

function parseTcpTarget(say: Say, text: string, { socket, certificates }: HostAddOptions): HostTarget {
  if (socket !== undefined) throw usage(say, 'usage.where');
  const { address, port } = /^(?<address>\[[^\]]+\]|[^:]+)(?::(?<port>\d+))?$/s.exec(text)?.groups ?? {};
  if (address === undefined) throw usage(say, 'usage.field', { field: 'tcp', text: plainText(text) });
  return check(say, {
    kind: 'tcp',
    address,
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(certificates === undefined ? {} : { certificates: expandPath(certificates) }),
  });
}

/** `user@address[:port]`; an IPv6 address with a port stands in brackets. @throws RondaError `cli.usage` */
export function parseSshAddress(say: Say, text: string): { user: string; address: string; port: number } {
  const match =
    /^(?<user>[^@]+)@(?:\[(?<six>[0-9A-Fa-f:.%]+)\]|(?<plain>[^[\]]+?))(?::(?<port>[^:]*))?$/s.exec(text);
  const { user, six, plain, port } = match?.groups ?? {};
  // Two colons and no brackets: an IPv6 address, whose last group would be taken for a port.
  const bareSix = plain?.includes(':') === true;
  const address = six ?? (bareSix && port !== undefined ? `${plain}:${port}` : plain);
  if (!user || !address) throw usage(say, 'usage.address', { text: plainText(text) });
  const portText = bareSix ? undefined : port;
  // Number() also reads "", "2e1" and "0x16", which nobody means as a port.
  if (portText !== undefined && !/^\d+$/.test(portText))
    throw usage(say, 'usage.port', { text: plainText(portText) });
  return { user, address, port: portText === undefined ? 22 : Number(portText) };
}

function parseAuth(say: Say, options: HostAddOptions): z.input<typeof SshAuth> {
  const ways = [options.key !== undefined, options.agent === true, options.password === true];
  if (ways.filter(Boolean).length > 1) throw usage(say, 'usage.one-way');
  if (options.key !== undefined) return { method: 'key', file: expandPath(options.key) };
  return { method: options.password ? 'password' : 'agent' };
}

/** Absolute, for the file is opened later and from another folder; `~/` as a shell would have read it. */
function expandPath(path: string): string {
  return path.startsWith('~/') ? resolve(homedir(), path.slice(2)) : resolve(path);
}

function check(say: Say, target: z.input<typeof HostTarget>): HostTarget {
  const parsed = HostTarget.safeParse(target);
  if (parsed.success) return parsed.data;
  const path = parsed.error.issues[0]?.path ?? [];
  const text = path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : value),
    target,
  );
  if (path[0] === 'port') throw usage(say, 'usage.port', { text: String(text) });
  throw usage(say, 'usage.field', { field: path.join('.'), text: plainText(String(text)) });
}
