import type { Command } from 'commander';
import { unlockVaultFor } from '../connection/open-vault.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Say } from '../i18n/messages.ts';
import { stepTable } from '../output/backup-text.ts';
import { resolveBackup } from '../resolve/resolve-backup.ts';
import type { Run } from '../run.ts';
import type { Outcome, Session } from '../session.ts';

export function addVerifyCommand(program: Command, run: Run, say: Say): void {
  program
    .command('verify')
    .description(say('help.verify'))
    .argument('<backup>', say('help.backup-ref'))
    .action((word: string) => run((session) => verify(session, word)));
}

async function verify(session: Session, word: string): Promise<Outcome> {
  const { id, file } = await resolveBackup(session, word);
  await unlockVaultFor(session, file);
  const { backup } = await session.run('backup.verify', { backupId: id }, session.progress.show);
  const good = backup.verification === 'verified';
  const verdict = good
    ? session.say('verify.good', { id })
    : session.paint.bad(session.say('backup.not-verified', { id }));
  return {
    json: { backup },
    text: `${stepTable(session, backup)}\n${verdict}`,
    exitCode: good ? exitCodes.ok : exitCodes.no,
  };
}
