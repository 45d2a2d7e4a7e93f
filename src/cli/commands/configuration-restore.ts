import type { LineCounts } from '../../shared/domain/configuration.ts';
import { resolveConfiguration } from '../resolve/resolve-configuration.ts';
import type { Outcome, Session } from '../session.ts';
import { commandLines, type FileRestoreOptions, restoreServerFile } from './restore-server-file.ts';

/** Puts one configuration file back, or with `dryRun` shows alone what that would change. */
export function restoreConfiguration(
  session: Session,
  word: string,
  options: FileRestoreOptions,
): Promise<Outcome> {
  return restoreServerFile(session, options, {
    find: (hostId) => resolveConfiguration(session, hostId, word),
    plan: (target) => session.run('config.plan-restore', target),
    restore: (order) => session.run('config.restore', order, session.progress.show),
    changes: ({ lines }) => linesText(session, lines),
    aroundPlan: ({ before, after }) => [
      ...commandLines(session, 'config.run-first', before),
      ...commandLines(session, 'config.then-run', after),
    ],
    afterwards: ({ after }) => commandLines(session, 'config.then-run', after),
  });
}

/** How many lines came and went; never which. */
export function linesText({ say }: Session, lines: LineCounts | null): string {
  return lines === null ? say('config.no-text') : say('config.lines', { ...lines });
}
