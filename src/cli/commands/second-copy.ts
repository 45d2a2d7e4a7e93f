import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { SecondCopyView } from '../../shared/domain/second-copy.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Say } from '../i18n/messages.ts';
import { formatInstant } from '../output/format.ts';
import { plainText } from '../output/plain-text.ts';
import type { Run } from '../run.ts';
import type { Outcome, Session } from '../session.ts';

export function addSecondCopyCommands(program: Command, run: Run, say: Say): void {
  const group = program.command('second-copy').description(say('help.second-copy-group'));
  group
    .command('status')
    .description(say('help.second-copy-status'))
    .action(() =>
      run(async (session) => outcome(session, (await session.run('second-copy.status', {})).view)),
    );
  group
    .command('set')
    .description(say('help.second-copy-set'))
    .argument('<folder>', say('help.second-copy-folder'))
    .action((folder: string) =>
      run(async (session) => {
        const { view } = await session.run('second-copy.set', { folder: resolve(folder) });
        return { ...outcome(session, view), exitCode: exitCodes.ok };
      }),
    );
  group
    .command('off')
    .description(say('help.second-copy-off'))
    .action(() =>
      run(async (session) => {
        await session.run('second-copy.set', { folder: null });
        return { json: { view: null }, text: session.say('second-copy.none') };
      }),
    );
  group
    .command('sync')
    .description(say('help.second-copy-sync'))
    .action(() => run(async (session) => outcome(session, (await session.run('second-copy.sync', {})).view)));
  group
    .command('take-over')
    .description(say('help.second-copy-take-over'))
    .argument('<folder>', say('help.second-copy-folder'))
    .action((folder: string) => run((session) => takeOver(session, resolve(folder))));
  group
    .command('verify')
    .description(say('help.second-copy-verify'))
    .action(() =>
      run(async (session) => outcome(session, (await session.run('second-copy.verify', {})).view)),
    );
}

async function takeOver(session: Session, folder: string): Promise<Outcome> {
  const { say, paint } = session;
  const taken = await session.run('second-copy.take-over', { folder });
  const { vault, manuals, backups, damaged } = taken;
  const lines = [
    say('second-copy.taken-over', { folder: plainText(folder), backups, manuals }),
    vault === 'none' ? paint.bad(say('second-copy.vault-none')) : say(`second-copy.vault-${vault}`),
    ...damaged.map((file) => paint.bad(`  ! ${plainText(file)}`)),
  ];
  return { json: taken, text: lines.join('\n'), exitCode: damaged.length > 0 ? exitCodes.no : exitCodes.ok };
}

function outcome({ say, paint }: Session, view: SecondCopyView | null): Outcome {
  if (!view) return { json: { view }, text: say('second-copy.none'), exitCode: exitCodes.no };
  const folder = plainText(view.folder);
  const lines =
    view.state === 'absent'
      ? [paint.bad(say('second-copy.absent', { folder }))]
      : [
          say('second-copy.state', {
            folder,
            held: view.held,
            due: view.due,
            when: formatInstant(view.verifiedAt),
          }),
          ...view.kinds.map(({ kind, held, due }) => {
            const line = say(`second-copy.kind-${kind}`, { held });
            return `  ${due === 0 ? line : say('second-copy.kind-due', { line, due })}`;
          }),
          ...(view.error ? [paint.bad(plainText(view.error.message))] : []),
          ...view.damaged.map((file) => paint.bad(`  ! ${plainText(file)}`)),
        ];
  const isWell = view.state === 'current' && view.due === 0;
  return { json: { view }, text: lines.join('\n'), exitCode: isWell ? exitCodes.ok : exitCodes.no };
}
