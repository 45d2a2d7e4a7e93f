import type { Command } from 'commander';
import type { HostImage, SavedImage } from '../../shared/domain/image.ts';
import { RondaError } from '../../shared/errors.ts';
import { hasTerminal } from '../cli-io.ts';
import { connectHost } from '../connection/connect-host.ts';
import { openVault, unlockVault } from '../connection/open-vault.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Say } from '../i18n/messages.ts';
import { formatBytes, formatInstant } from '../output/format.ts';
import { plainText } from '../output/plain-text.ts';
import { renderTable } from '../output/table.ts';
import { resolveHost } from '../resolve/resolve-host.ts';
import { findHostImage, resolveSavedImage } from '../resolve/resolve-image.ts';
import type { Run } from '../run.ts';
import type { Outcome, Session } from '../session.ts';
import { ask } from '../terminal/ask.ts';
import { confirmWord } from '../terminal/confirm.ts';
import { readDescriptor } from '../terminal/read-descriptor.ts';

export function addImageCommands(program: Command, run: Run, say: Say): void {
  const image = program.command('image').description(say('help.image-group'));
  image
    .command('list')
    .description(say('help.image-list'))
    .action(() => run(listImages));
  image
    .command('saved')
    .description(say('help.image-saved'))
    .action(() => run(listSaved));
  image
    .command('save')
    .description(say('help.image-save'))
    .argument('[image]', say('help.image-reference'))
    .option('--all', say('help.image-save-all'))
    .action((word: string | undefined, { all }: { all?: true }) =>
      run((session) => saveImages(session, word, all === true)),
    );
  image
    .command('verify')
    .description(say('help.image-verify'))
    .argument('<saved>', say('help.image-ref'))
    .action((word: string) => run((session) => verifyImage(session, word)));
  image
    .command('load')
    .description(say('help.image-load'))
    .argument('<saved>', say('help.image-ref'))
    .option('--dry-run', say('help.restore-dry-run'))
    .option('--yes', say('help.yes'))
    .action((word: string, options: { dryRun?: true; yes?: true }) =>
      run((session) => loadImage(session, word, options)),
    );
  image
    .command('remove')
    .description(say('help.image-remove'))
    .argument('<saved>', say('help.image-ref'))
    .option('--yes', say('help.yes'))
    .action((word: string, { yes }: { yes?: true }) =>
      run((session) => removeImage(session, word, yes === true)),
    );
  image
    .command('push')
    .description(say('help.image-push'))
    .argument('<image>', say('help.image-reference'))
    .argument('<target>', say('help.image-target'))
    .action((word: string, target: string) => run((session) => pushImage(session, word, target)));
  image
    .command('login')
    .description(say('help.image-login'))
    .argument('<registry>', say('help.registry'))
    .argument('<user>', say('help.registry-user'))
    .action((registry: string, username: string) => run((session) => logIn(session, registry, username)));
  image
    .command('logout')
    .description(say('help.image-logout'))
    .argument('<registry>', say('help.registry'))
    .action((registry: string) => run((session) => logOut(session, registry)));
}

async function imagesOf(session: Session): Promise<{ hostId: string; name: string; images: HostImage[] }> {
  const host = await resolveHost(session);
  await connectHost(session, host.id);
  const { images } = await session.run('images.list', { hostId: host.id });
  return { hostId: host.id, name: host.name, images };
}

async function listImages(session: Session): Promise<Outcome> {
  const { images } = await imagesOf(session);
  const { say } = session;
  const text =
    images.length === 0
      ? say('image.none')
      : renderTable(
          [
            { title: say('column.image') },
            { title: say('column.created') },
            { title: say('column.size'), align: 'right' },
            { title: say('column.services') },
          ],
          images.map(({ reference, createdAt, bytes, services }) => [
            reference,
            formatInstant(createdAt),
            formatBytes(bytes),
            services.join(', '),
          ]),
          session.io.stdout.columns,
        );
  return { json: { images }, text };
}

async function listSaved(session: Session): Promise<Outcome> {
  const host = session.options.host === undefined ? null : await resolveHost(session);
  const { saved, unreadable } = await session.run('images.saved', host ? { hostId: host.id } : {});
  const lines = unreadable.map((line) => session.paint.bad(plainText(line)));
  const text = saved.length === 0 ? session.say('image.none-saved') : savedTable(session, saved);
  return { json: { saved, unreadable }, text: [text, ...lines].join('\n') };
}

function savedTable({ say, paint }: Session, saved: readonly SavedImage[]): string {
  return renderTable(
    [
      { title: say('column.saved') },
      { title: say('column.verified') },
      { title: say('column.image') },
      { title: say('column.size'), align: 'right' },
      { title: say('column.own-size'), align: 'right' },
      { title: say('column.id') },
    ],
    saved.map((image) => [
      formatInstant(image.savedAt),
      image.verification === 'failed'
        ? { text: say('backup.failed'), paint: paint.bad }
        : formatInstant(image.checkedAt),
      image.reference,
      formatBytes(image.storedBytes),
      formatBytes(image.ownBytes),
      image.id,
    ]),
    undefined,
  );
}

async function saveImages(session: Session, word: string | undefined, all: boolean): Promise<Outcome> {
  if (word === undefined && !all) throw new RondaError('cli.usage', { detail: '<image> | --all' });
  const { hostId, name, images } = await imagesOf(session);
  const chosen = word === undefined ? images : [findHostImage(images, word, name)];
  const kept: SavedImage[] = [];
  for (const { reference } of chosen) {
    const { saved } = await session.run('images.save', { hostId, reference }, session.progress.show);
    kept.push(saved);
  }
  return {
    json: { saved: kept },
    text: kept
      .map(({ id, reference, storedBytes, verification, detail }) =>
        verification === 'verified'
          ? session.say('image.saved', {
              id,
              reference: plainText(reference),
              size: formatBytes(storedBytes),
            })
          : session.paint.bad(session.say('image.unsound', { reference: plainText(reference), detail })),
      )
      .join('\n'),
    exitCode: kept.every(({ verification }) => verification === 'verified') ? exitCodes.ok : exitCodes.no,
  };
}

async function verifyImage(session: Session, word: string): Promise<Outcome> {
  const { id } = await resolveSavedImage(session, word);
  const { saved } = await session.run('images.verify', { savedId: id }, session.progress.show);
  const good = saved.verification === 'verified';
  const text = good
    ? session.say('image.sound', { id })
    : session.paint.bad(`${session.say('backup.not-verified', { id })} ${plainText(saved.detail)}`);
  return { json: { saved }, text, exitCode: good ? exitCodes.ok : exitCodes.no };
}

async function loadImage(
  session: Session,
  word: string,
  options: { readonly dryRun?: true; readonly yes?: true },
): Promise<Outcome> {
  const { id } = await resolveSavedImage(session, word);
  const host = await resolveHost(session);
  await connectHost(session, host.id);
  const { plan } = await session.run('images.plan-load', { savedId: id, hostId: host.id });
  const { say } = session;
  const lines = [
    ...plan.tags.map(({ tag, currentId }) =>
      currentId === null
        ? say('image.tag-new', { tag: plainText(tag) })
        : say('image.tag-moves', { tag: plainText(tag), from: currentId.slice(0, 19) }),
    ),
    ...plan.commands.map(plainText),
  ];
  if (plan.isThere) return { json: { plan }, text: say('image.is-there', { host: host.name }) };
  if (options.dryRun) return { json: { plan }, text: lines.join('\n') };
  if (!options.yes) {
    session.remark(lines.join('\n'));
    const size = formatBytes(plan.bytes);
    await confirmWord(session, say('image.confirm-load', { size, host: host.name }), ['yes', 'ya']);
  }
  const ask = { savedId: id, hostId: host.id };
  const { imageId } = await session.run('images.load', ask, session.progress.show);
  return { json: { plan, imageId }, text: say('image.loaded', { id: imageId }) };
}

async function removeImage(session: Session, word: string, isSure: boolean): Promise<Outcome> {
  const { id, reference, ownBytes } = await resolveSavedImage(session, word);
  const question = { reference: plainText(reference), size: formatBytes(ownBytes) };
  if (!isSure) await confirmWord(session, session.say('image.confirm-remove', question), ['yes', 'ya']);
  const { freedBytes } = await session.run('images.remove', { savedId: id });
  return {
    json: { removed: id, freedBytes },
    text: session.say('image.removed', { id, size: formatBytes(freedBytes) }),
  };
}

async function pushImage(session: Session, word: string, target: string): Promise<Outcome> {
  const { hostId, name, images } = await imagesOf(session);
  const { reference } = findHostImage(images, word, name);
  await unlockVault(session);
  const pushed = await session.run('images.push', { hostId, reference, target }, session.progress.show);
  return {
    json: pushed,
    text: [
      ...pushed.commands.map(({ command }) => `✓ ${plainText(command)}`),
      session.say('image.pushed', { target: plainText(target), digest: pushed.digest ?? '' }),
    ].join('\n'),
  };
}

async function logIn(session: Session, registry: string, username: string): Promise<Outcome> {
  const { io, say } = session;
  const { passwordFd } = session.options;
  const question = say('prompt.registry-password', { registry: plainText(registry) });
  if (passwordFd === undefined && !hasTerminal(io))
    throw new RondaError('cli.needs-terminal', { question, option: '--password-fd N' });
  await openVault({ ...session, options: { ...session.options, remember: true } }, await session.console());
  const password =
    passwordFd === undefined
      ? await ask(io, question, { echo: false })
      : await readDescriptor(passwordFd, '--password-fd', io.signal);
  if (password === null) throw new RondaError('cli.not-confirmed');
  await session.run('images.set-login', { registry, login: { username, password } });
  return { json: { registry }, text: say('image.logged-in', { registry: plainText(registry) }) };
}

async function logOut(session: Session, registry: string): Promise<Outcome> {
  await unlockVault(session);
  await session.run('images.set-login', { registry, login: null });
  return { json: { registry }, text: session.say('image.logged-out', { registry: plainText(registry) }) };
}
