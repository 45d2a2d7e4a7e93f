import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { z } from 'zod';
import { HostTarget, type SshAuth } from '../../shared/domain/host.ts';
import { RondaError } from '../../shared/errors.ts';
import { plainText } from '../output/plain-text.ts';

export interface HostAddOptions {
  readonly local?: boolean;
  readonly ssh?: string;
  readonly socket?: string;
  readonly key?: string;
  readonly agent?: boolean;
  readonly password?: boolean;
}

const usage = (detail: string): RondaError => new RondaError('cli.usage', { detail });

/** The target that the options of `host add` describe. @throws RondaError `cli.usage` */
export function parseHostTarget(options: HostAddOptions): HostTarget {
  if ((options.local === true) === (options.ssh !== undefined))
    throw usage('Say where the host is: --local, or --ssh user@address[:port].');
  if (options.ssh === undefined) {
    if (options.key !== undefined || options.agent || options.password)
      throw usage('--key, --agent and --password belong to --ssh.');
    return check({
      kind: 'local',
      ...(options.socket === undefined ? {} : { socketPath: expandPath(options.socket) }),
    });
  }
  return check({
    kind: 'ssh',
    ...parseSshAddress(options.ssh),
    auth: parseAuth(options),
    ...(options.socket === undefined ? {} : { dockerSocket: options.socket }),
  });
}

/** `user@address[:port]`; an IPv6 address with a port stands in brackets. @throws RondaError `cli.usage` */
export function parseSshAddress(text: string): { user: string; address: string; port: number } {
  const match =
    /^(?<user>[^@]+)@(?:\[(?<six>[0-9A-Fa-f:.%]+)\]|(?<plain>[^[\]]+?))(?::(?<port>[^:]*))?$/s.exec(text);
  const { user, six, plain, port } = match?.groups ?? {};
  // Two colons and no brackets: an IPv6 address, whose last group would be taken for a port.
  const bareSix = plain?.includes(':') === true;
  const address = six ?? (bareSix && port !== undefined ? `${plain}:${port}` : plain);
  if (!user || !address) throw usage(`"${plainText(text)}" is not of the form user@address[:port].`);
  const portText = bareSix ? undefined : port;
  // Number() also reads "", "2e1" and "0x16", which nobody means as a port.
  if (portText !== undefined && !/^\d+$/.test(portText))
    throw usage(`"${plainText(portText)}" is not a port: a whole number from 1 to 65535.`);
  return { user, address, port: portText === undefined ? 22 : Number(portText) };
}

function parseAuth(options: HostAddOptions): z.input<typeof SshAuth> {
  const ways = [options.key !== undefined, options.agent === true, options.password === true];
  if (ways.filter(Boolean).length > 1) throw usage('Choose one of --key, --agent and --password.');
  if (options.key !== undefined) return { method: 'key', file: expandPath(options.key) };
  return { method: options.password ? 'password' : 'agent' };
}

/** Absolute, for the file is opened later and from another folder; `~/` as a shell would have read it. */
function expandPath(path: string): string {
  return path.startsWith('~/') ? resolve(homedir(), path.slice(2)) : resolve(path);
}

function check(target: z.input<typeof HostTarget>): HostTarget {
  const parsed = HostTarget.safeParse(target);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw usage(`${issue?.path.join('.')}: ${issue?.message}.`);
}
