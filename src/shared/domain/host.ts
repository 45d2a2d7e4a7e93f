import { z } from 'zod';
import { ErrorShape } from '../errors.ts';
import { Id, Instant } from './status.ts';

/**
 * A host name or address as it may be given to a socket. A leading dash would be read as an option by any
 * command line it might ever reach, and control characters have no business in a name.
 */
export const HostAddress = z
  .string()
  .trim()
  .min(1, 'enter a host name or an address')
  .max(253)
  .regex(/^[A-Za-z0-9_[:.][A-Za-z0-9_.:%\]-]*$/, 'a host name or an IP address, nothing else');

export const Port = z
  .number({ error: 'a whole number from 1 to 65535' })
  .int('a whole number from 1 to 65535')
  .min(1, 'a whole number from 1 to 65535')
  .max(65535, 'a whole number from 1 to 65535');

export const UserName = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_.@\\-]{0,63}$/, 'a user name of the server');

/** An absolute path; NUL and line breaks are refused because no real socket or key is named so. */
export const FilePath = z
  .string()
  .min(1)
  .max(4096)
  .refine((path) => !/[\0\r\n]/.test(path), 'a path without line breaks');

export const SshAuth = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('agent'), socket: FilePath.optional() }),
  z.strictObject({ method: z.literal('key'), file: FilePath }),
  z.strictObject({ method: z.literal('password') }),
  /** As ssh does it by itself: what the agent holds, then key files. */
  z.strictObject({
    method: z.literal('identities'),
    /** Tried in order; those that are not there are passed over. */
    files: z.array(FilePath).max(20),
    /** Null: no agent; absent: the one of this session. */
    agent: FilePath.nullable().optional(),
    /** Of the agent's keys only those of `files`. */
    identitiesOnly: z.boolean(),
  }),
]);
export type SshAuth = z.infer<typeof SshAuth>;

/** A name of a `Host` line; nothing that a shell or an option parser would read as more than a name. */
export const SshAlias = z
  .string()
  .max(253)
  .regex(/^[A-Za-z0-9_.:@[][A-Za-z0-9_.:@%+\]-]*$/, 'a name from ~/.ssh/config');

export const LocalTarget = z.strictObject({
  kind: z.literal('local'),
  /** A Unix socket or a Windows named pipe; absent: the platform's default. */
  socketPath: FilePath.optional(),
});

/** An engine's own TCP port, as a Docker context or DOCKER_HOST names it. */
export const TcpTarget = z.strictObject({
  kind: z.literal('tcp'),
  address: HostAddress,
  port: Port.default(2376),
  /** A folder with `ca.pem`, `cert.pem`, `key.pem`; absent: no TLS, which only this computer itself is spoken to with. */
  certificates: FilePath.optional(),
});
export type TcpTarget = z.infer<typeof TcpTarget>;

/** A server on the way; its key is verified and it is logged in to like any other. */
export const JumpHost = z.strictObject({
  address: HostAddress,
  port: Port.default(22),
  user: UserName,
  auth: SshAuth,
});
export type JumpHost = z.infer<typeof JumpHost>;

export const MAX_JUMPS = 4;

export const SshTarget = z.strictObject({
  kind: z.literal('ssh'),
  /**
   * A host of `~/.ssh/config`, looked up at each connect: address, port, user, way and keys are then those of the file,
   * and the ones here only for showing.
   */
  alias: SshAlias.optional(),
  address: HostAddress,
  port: Port.default(22),
  user: UserName,
  auth: SshAuth,
  /** ssh_config's ProxyJump: from the laptop to the first, from each to the next. */
  jumps: z.array(JumpHost).max(MAX_JUMPS).optional(),
  /**
   * ssh_config's ProxyCommand, as it is written: a program of this computer whose input and output are the line to the
   * first of the jumps, or to the server itself where there are none.
   */
  proxyCommand: z
    .string()
    .trim()
    .min(1)
    .max(1024)
    .refine((text) => !/[\0\r\n]/.test(text), 'one line')
    .optional(),
  /** Where the Docker socket lies on the server. */
  dockerSocket: FilePath.default('/var/run/docker.sock'),
  /** Run docker through `sudo -n` on the server where the user may not use the socket. */
  sudo: z.boolean().optional(),
});
export type SshTarget = z.infer<typeof SshTarget>;

export const HostTarget = z.discriminatedUnion('kind', [LocalTarget, TcpTarget, SshTarget]);
export type HostTarget = z.infer<typeof HostTarget>;

export const HostConfig = z.strictObject({
  id: Id,
  name: z.string().trim().min(1).max(60),
  target: HostTarget,
  /** The manual this host is run by. */
  profileId: Id,
});
export type HostConfig = z.infer<typeof HostConfig>;

export const ConnectionState = z.enum([
  'disconnected',
  'connecting',
  /** A person is asked something (unknown host key, password); nothing is authenticated meanwhile. */
  'prompting',
  'connected',
  /** Lost or not reached; `nextAttemptAt` says when it is tried again. */
  'waiting',
  /** Refused for a reason that trying again cannot mend (a changed host key). */
  'refused',
]);
export type ConnectionState = z.infer<typeof ConnectionState>;

/** One step of connecting, shown to the admin as it happens. */
export const ConnectionStep = z.object({
  name: z.enum(['reach', 'verify-host-key', 'authenticate', 'docker', 'engine']),
  state: z.enum(['running', 'done', 'failed', 'waiting']),
  durationMs: z.number().nonnegative(),
  detail: z.string(),
});
export type ConnectionStep = z.infer<typeof ConnectionStep>;

/** How each kind of traffic reaches the server. */
export const ConnectionMethods = z.object({
  docker: z.enum([
    'socket',
    'named-pipe',
    'stream-local',
    'dial-stdio',
    'sudo-dial-stdio',
    'plain-tcp',
    'tcp-tls',
  ]),
  tcp: z.enum(['direct', 'ssh-forward', 'ssh-exec']),
  /** `none`: an engine's TCP port runs no programs of its server. */
  exec: z.enum(['child-process', 'ssh-exec', 'none']),
});
export type ConnectionMethods = z.infer<typeof ConnectionMethods>;

export const EngineInfo = z.object({
  version: z.string(),
  apiVersion: z.string(),
  operatingSystem: z.string(),
  cpus: z.number(),
  memoryBytes: z.number(),
  /** False where it has no cgroups (rootless, without delegation): its figures of a container are the machine's. */
  countsContainers: z.boolean(),
});
export type EngineInfo = z.infer<typeof EngineInfo>;

/** A host as the window shows it. */
export const HostView = HostConfig.extend({
  connection: z.object({
    state: ConnectionState,
    since: Instant,
    attempt: z.number().int().nonnegative(),
    nextAttemptAt: Instant.nullable(),
    error: ErrorShape.nullable(),
    methods: ConnectionMethods.nullable(),
    steps: z.array(ConnectionStep),
    engine: EngineInfo.nullable(),
  }),
});
export type HostView = z.infer<typeof HostView>;

/** A question that only a person can answer while a connection waits. */
export const Prompt = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('host-key'),
    id: Id,
    hostId: Id,
    hostName: z.string(),
    address: z.string(),
    keyType: z.string(),
    /** `SHA256:…`, exactly as `ssh-keygen -lf` prints it. */
    fingerprint: z.string(),
  }),
  z.object({
    kind: z.literal('proxy-command'),
    id: Id,
    hostId: Id,
    hostName: z.string(),
    address: z.string(),
    /** What the shell is given, every token filled in. */
    command: z.string(),
  }),
  z.object({
    kind: z.literal('secret'),
    id: Id,
    hostId: Id,
    hostName: z.string(),
    purpose: z.enum(['password', 'passphrase', 'keyboard-interactive']),
    label: z.string(),
    echo: z.boolean(),
  }),
]);
export type Prompt = z.infer<typeof Prompt>;

export const PromptAnswer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('accept') }),
  z.strictObject({ kind: z.literal('refuse') }),
  z.strictObject({ kind: z.literal('secret'), secret: z.string().max(4096), remember: z.boolean() }),
]);
export type PromptAnswer = z.infer<typeof PromptAnswer>;
