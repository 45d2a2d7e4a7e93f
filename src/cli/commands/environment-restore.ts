import type { EnvironmentChange } from '../../shared/domain/environment.ts';
import { plainText } from '../output/plain-text.ts';
import { resolveEnvironment } from '../resolve/resolve-environment.ts';
import type { Outcome, Session } from '../session.ts';
import { commandLines, type FileRestoreOptions, restoreServerFile } from './restore-server-file.ts';

/** Puts a `.env` file back, or with `dryRun` shows alone what that would change. */
export function restoreEnvironment(
  session: Session,
  name: string,
  options: FileRestoreOptions,
): Promise<Outcome> {
  return restoreServerFile(session, options, {
    find: (hostId) => resolveEnvironment(session, hostId, name),
    plan: (target) => session.run('env.plan-restore', target),
    restore: (order) => session.run('env.restore', order, session.progress.show),
    changes: ({ onlyOtherLines, change }) =>
      onlyOtherLines ? session.say('env.plan-other-lines') : changeText(change),
    aroundPlan: ({ commands }) => commandLines(session, 'env.then-run', commands),
    afterwards: ({ commands }) => commandLines(session, 'env.then-run', commands),
  });
}

/** `+NEW ~CHANGED -GONE` */
export function changeText({ added, changed, removed }: EnvironmentChange): string {
  const marked = (mark: string, names: readonly string[]): string[] =>
    names.map((name) => mark + plainText(name));
  return [...marked('+', added), ...marked('~', changed), ...marked('-', removed)].join(' ');
}
