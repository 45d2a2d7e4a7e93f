import { type CommandOptions, runCommand } from './processes.ts';

/** The command as root runs it: itself when we are root, else through `sudo -n`, which never asks. */
export function rootCommand(command: string, args: readonly string[]): { command: string; args: string[] } {
  if (process.getuid?.() === 0) return { command, args: [...args] };
  return { command: 'sudo', args: ['-n', command, ...args] };
}

export async function runAsRoot(command: string, args: readonly string[], options: CommandOptions = {}) {
  const elevated = rootCommand(command, args);
  return runCommand(elevated.command, elevated.args, options);
}
