import { rm, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { runCommand, startProcess } from './processes.ts';

export interface SshAgent {
  /** Value for SSH_AUTH_SOCK. */
  socket: string;
  stop(): Promise<void>;
}

export type AgentKey = string | { file: string; passphrase: string };

/** A real ssh-agent holding these private keys, in `dir` (short: a socket's path may have 107 bytes). */
export async function startSshAgent(options: { dir: string; keys: readonly AgentKey[] }): Promise<SshAgent> {
  const socket = socketIn(options.dir, 'agent.sock');
  await rm(socket, { force: true });
  const agent = await startProcess({
    command: 'ssh-agent',
    args: ['-D', '-a', socket],
    logFile: join(options.dir, 'ssh-agent.log'),
    readyWhen: /SSH_AUTH_SOCK/,
    readyTimeoutMs: 10_000,
  });
  const stop = async () => {
    await agent.stop();
    await rm(socket, { force: true });
  };
  try {
    for (const key of options.keys) await addKey(options.dir, socket, key);
  } catch (error) {
    await stop();
    throw error;
  }
  return { socket, stop };
}

/** An agent that accepts connections and never answers, as after its owner's session has hung. */
export async function startSilentAgent(options: {
  dir: string;
}): Promise<SshAgent & { /** How often somebody has connected to it. */ asked(): number }> {
  const socket = socketIn(options.dir, 'silent-agent.sock');
  await rm(socket, { force: true });
  const clients = new Set<Socket>();
  let asked = 0;
  const server = createServer((client) => {
    asked++;
    clients.add(client);
    // A client that gives up resets the connection; the agent has nothing to do about it.
    client.on('error', () => undefined);
    client.on('close', () => clients.delete(client));
    client.resume();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, resolve);
  });
  return {
    socket,
    asked: () => asked,
    async stop() {
      for (const client of clients) client.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function addKey(dir: string, socket: string, key: AgentKey): Promise<void> {
  const env: NodeJS.ProcessEnv = { ...process.env, SSH_AUTH_SOCK: socket };
  const file = typeof key === 'string' ? key : key.file;
  if (typeof key !== 'string') {
    // ssh-add takes a passphrase from a terminal or from the program named here, never from stdin.
    const askpass = join(dir, 'askpass.sh');
    await writeFile(askpass, '#!/bin/sh\nprintf "%s\\n" "$TESTBED_PASSPHRASE"\n', { mode: 0o700 });
    Object.assign(env, {
      SSH_ASKPASS: askpass,
      SSH_ASKPASS_REQUIRE: 'force',
      TESTBED_PASSPHRASE: key.passphrase,
    });
  }
  await runCommand('ssh-add', ['-q', file], { env, timeoutMs: 10_000 });
}

function socketIn(dir: string, name: string): string {
  const socket = join(dir, name);
  if (Buffer.byteLength(socket) > 107) throw new Error(`Too long for a Unix socket: ${socket}`);
  return socket;
}
