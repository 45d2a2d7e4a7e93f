import { readdirSync } from 'node:fs';

const pipes = '\\\\.\\pipe\\';
const opensshPipe = 'openssh-ssh-agent';

/**
 * Where the system's SSH agent listens: what `SSH_AUTH_SOCK` says; on Windows otherwise the pipe of OpenSSH's agent,
 * or that of a newer Pageant (`pageant.<user>.<hash>`, the same protocol; PuTTY's `agent_named_pipe_name`).
 * @returns null where no agent can be
 */
export function systemAgent(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  pipeNames: () => readonly string[] = listPipes,
): string | null {
  if (env.SSH_AUTH_SOCK) return env.SSH_AUTH_SOCK;
  if (platform !== 'win32') return null;
  const names = pipeNames();
  if (names.includes(opensshPipe)) return pipes + opensshPipe;
  return pipes + (names.find((name) => name.startsWith('pageant.')) ?? opensshPipe);
}

function listPipes(): readonly string[] {
  try {
    return readdirSync(pipes);
  } catch {
    // Then the usual one is tried, and its error says that it is not there.
    return [];
  }
}
