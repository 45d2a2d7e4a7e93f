import { RondaError } from '../../../shared/errors.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import { redactText } from '../../redaction/redact-text.ts';
import { runGit } from './run-git.ts';

/** The first push of years of history over a slow line takes minutes; one that hangs may not hang for ever. */
const pushLimitMs = 10 * 60_000;

/**
 * The admin's own git, with its keys and its credential helper, that asks nobody anything and speaks only https and
 * ssh, whatever a configuration redirects to.
 */
function pushEnvironment(own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(Object.entries(own).filter(([name]) => !/^GIT_/i.test(name))),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    SSH_ASKPASS: '',
    GCM_INTERACTIVE: 'never',
    GIT_SSH_COMMAND: 'ssh -o BatchMode=yes',
    GIT_ALLOW_PROTOCOL: 'https:ssh',
  };
}

/**
 * Pushes a commit to the remote's branch `main`, which has to be one of its ancestors: nothing there is overwritten.
 * @param url checked by `parseDataRemote`
 * @returns false when the remote had it already
 * @throws RondaError `data.push-diverged`, `data.push-failed`, `common.timeout`, `data.no-git`
 */
export async function pushData(
  folder: string,
  url: string,
  commit: string,
  options: { readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal; readonly limitMs?: number },
): Promise<boolean> {
  const { env, signal, limitMs = pushLimitMs } = options;
  const limit = AbortSignal.timeout(limitMs);
  const argv = [
    'push',
    '--porcelain',
    '--no-verify',
    '--no-follow-tags',
    '--no-signed',
    '--recurse-submodules=no',
    '--',
    url,
    `${commit}:refs/heads/main`,
  ];
  const { code, stdout, stderr } = await runGit(folder, argv, {
    env: pushEnvironment(env),
    signal: AbortSignal.any([signal, limit]),
  }).catch((error: unknown) => {
    if (!limit.aborted || error !== limit.reason) throw error;
    throw new RondaError('common.timeout', { what: 'git push', seconds: limitMs / 1000 }, { cause: error });
  });
  if (code === 0) return !/^=\t/m.test(stdout);
  if (/^!\t[^\t]*\t\[rejected\]/m.test(stdout)) throw new RondaError('data.push-diverged');
  const told = /^!\t[^\t]*\t(.*)$/m.exec(stdout)?.[1] ?? '';
  const detail = redactText(plainDetail(`${told} ${stderr.trim().slice(-280)}`));
  throw new RondaError('data.push-failed', { detail: detail || `git ended with ${code}` });
}
