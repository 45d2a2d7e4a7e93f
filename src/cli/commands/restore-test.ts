import type { Command } from 'commander';
import { connectHost } from '../connection/connect-host.ts';
import { unlockVaultFor } from '../connection/open-vault.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Say } from '../i18n/messages.ts';
import { plainText } from '../output/plain-text.ts';
import { resolveBackup } from '../resolve/resolve-backup.ts';
import type { Run } from '../run.ts';
import type { Outcome, Session } from '../session.ts';

export function addRestoreTestCommand(program: Command, run: Run, say: Say): void {
  program
    .command('restore-test')
    .description(say('help.restore-test'))
    .argument('<backup>', say('help.backup-ref'))
    .action((word: string) => run((session) => restoreTest(session, word)));
}

async function restoreTest(session: Session, word: string): Promise<Outcome> {
  const { id, hostId, file } = await resolveBackup(session, word);
  await unlockVaultFor(session, file);
  await connectHost(session, hostId);
  const { backup, commands } = await session.run(
    'backup.test-restore',
    { backupId: id },
    session.progress.show,
  );
  const passed = backup.restoreTest?.state === 'passed';
  const lines = commands.map(({ ok, command, output }) => {
    const text = `${ok ? '✓' : '✗'} ${plainText(command)}${output ? `\n    ${plainText(output)}` : ''}`;
    return ok ? text : session.paint.bad(text);
  });
  const verdict = session.say(passed ? 'restore-test.passed' : 'restore-test.failed', { id });
  return {
    json: { backup, commands },
    text: [...lines, passed ? verdict : session.paint.bad(verdict)].join('\n'),
    exitCode: passed ? exitCodes.ok : exitCodes.no,
  };
}
