import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { maxProfileBytes, parseProfile } from '../../core/profile/parse-profile.ts';
import { RondaError } from '../../shared/errors.ts';
import { connectHost } from '../connection/connect-host.ts';
import type { Say } from '../i18n/messages.ts';
import { plainText } from '../output/plain-text.ts';
import { resolveHost } from '../resolve/resolve-host.ts';
import type { Run } from '../run.ts';
import type { Outcome, Session } from '../session.ts';

export function addProfileCommands(program: Command, run: Run, say: Say): void {
  const profile = program.command('profile').description(say('help.profile-group'));
  profile
    .command('check')
    .description(say('help.profile-check'))
    .argument('<file>', say('help.profile-file'))
    .action((file: string) => run((session) => check(session, file)));
  profile
    .command('import')
    .description(say('help.profile-import'))
    .argument('<file>', say('help.profile-file'))
    .action((file: string) => run((session) => importProfile(session, file)));
  profile
    .command('generate')
    .description(say('help.profile-generate'))
    .option('--project <project...>', say('help.profile-project'))
    .option('--name <name>', say('help.profile-name'))
    .action((options: GenerateOptions) => run((session) => generate(session, options)));
}

interface GenerateOptions {
  readonly project?: readonly string[];
  readonly name?: string;
}

/** Prints the manual and keeps nothing: it is meant for a file, an editor, and `profile import`. */
async function generate(session: Session, options: GenerateOptions): Promise<Outcome> {
  const host = await resolveHost(session);
  await connectHost(session, host.id);
  const found = await session.run('hosts.projects', { hostId: host.id });
  const wanted = options.project;
  const projects = found.projects.filter(({ project }) => wanted === undefined || wanted.includes(project));
  if (projects.length === 0) throw new RondaError('profile.nothing-found', { host: plainText(host.name) });
  const { profileId, yaml } = await session.run('profile.generate', {
    name: options.name ?? host.name,
    projects,
  });
  return { json: { profileId, yaml }, text: yaml.trimEnd() };
}

/** Opens no state: a profile can be checked anywhere, as before a commit. */
async function check(session: Session, file: string): Promise<Outcome> {
  const { id, services } = parseProfile(await readProfile(file, session.io.signal), file);
  return {
    json: { file, valid: true, profileId: id, services: services.length },
    text: session.say('profile.good', { file: plainText(file), count: services.length }),
  };
}

async function importProfile(session: Session, file: string): Promise<Outcome> {
  const yaml = await readProfile(file, session.io.signal);
  // Checked here first, under the name the person gave the file.
  parseProfile(yaml, file);
  const { profileId } = await session.run('profile.import', { yaml });
  return { json: { profileId }, text: session.say('profile.imported', { id: profileId }) };
}

async function readProfile(file: string, signal: AbortSignal): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(resolve(file), { signal });
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new RondaError('cli.file-unreadable', { file: plainText(file), detail }, { cause: error });
  }
  // One byte past the limit is enough for the parser to refuse it by its size.
  return bytes.subarray(0, maxProfileBytes + 1).toString('utf8');
}
