import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a user has cron do; empty without a crontab. */
export async function crontabOf(user: string): Promise<string> {
  return (await run('crontab', ['-l', '-u', user]).catch(() => ({ stdout: '' }))).stdout;
}

/** Runs the lines of a user's crontab that are due each minute, with cron's user, shell and environment. */
export async function runCrontab(user: string, home: string): Promise<void> {
  const due = (await crontabOf(user)).split('\n').filter((line) => line.startsWith('* * * * * '));
  for (const line of due) await asCron(user, line.slice('* * * * * '.length), home);
}

/** As cron does it: the user's own groups, /bin/sh, four variables, and the home folder. */
async function asCron(user: string, command: string, home: string): Promise<void> {
  const env = [`HOME=${home}`, `LOGNAME=${user}`, 'SHELL=/bin/sh', 'PATH=/usr/bin:/bin'];
  await run(
    'setpriv',
    [`--reuid=${user}`, `--regid=${user}`, '--init-groups', 'env', '-i', ...env, '/bin/sh', '-c', command],
    { cwd: home },
  );
}
