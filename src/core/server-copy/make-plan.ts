import type { SshTarget } from '../../shared/domain/host.ts';
import type { NightFile } from '../../shared/domain/night-watch.ts';
import type { Profile } from '../../shared/domain/profile.ts';
import type { PlacedServerCopy, ServerCopyPlan } from '../../shared/domain/server-copy.ts';
import { RondaError } from '../../shared/errors.ts';
import { addToCrontab } from '../server-task/crontab.ts';
import type { ServerFacts } from '../server-task/server.ts';
import { type ServerFile, sha256 } from '../server-task/server-files.ts';
import { taskFolder } from '../server-task/task-folder.ts';

export const scriptName = 'ronda-server-copy.sh';
export const insideName = 'copy-database.js';

export interface CopyPlanInput {
  readonly hostId: string;
  readonly target: SshTarget;
  readonly profile: Profile;
  /** `02:17`, by the server's clock. */
  readonly at: string;
  readonly keep: number;
  /** The texts of both files of `resources/server-copy`. */
  readonly script: string;
  readonly inside: string;
  readonly facts: ServerFacts;
  readonly placed: PlacedServerCopy | null;
}

export interface MadeCopyPlan {
  readonly shown: ServerCopyPlan;
  readonly files: readonly ServerFile[];
  /** The whole crontab as it will be. */
  readonly crontab: string;
}

export function versionOf(script: string): number {
  return Number(/^# Ronda server copy, version (\d+)\.$/m.exec(script)?.[1] ?? 0);
}

const header = `# What the server copies by itself. Written by Ronda; fields are separated by tabs, and nothing here is a command.
#   set <name> <value>
#   database <service> <id> <Compose service> <Compose project or -> <path in the container>
`;
/** What may stand between two tabs: no control character, and nothing that docker could read as an option. */
const isPlain = (text: string): boolean => !/[\p{Cc}\p{Cs}]/u.test(text) && !text.startsWith('-');

/**
 * All that placing will write and run, from what is known of host and server. Pure: nothing is asked or changed.
 * @throws RondaError `server-copy.no-docker`, `no-cron`, `nothing-to-copy`, `server-task.home-unusable`
 */
export function makeCopyPlan(input: CopyPlanInput): MadeCopyPlan {
  const { hostId, facts, target, profile, placed, at, keep } = input;
  const folder = taskFolder(facts.home, { task: 'ronda-server-copy', hostId });
  if (!facts.tools.docker) throw new RondaError('server-copy.no-docker');
  if (!facts.crontab) {
    const detail = facts.crontabRefused ? `crontab: ${facts.crontabRefused}` : '';
    throw new RondaError('server-copy.no-cron', { detail, user: facts.user || '$USER' });
  }
  const project = profile.compose.project ?? '-';
  const all = profile.services.flatMap((service) =>
    service.databases.map(({ id, path }) => ({
      serviceId: service.id,
      databaseId: id,
      path,
      fields: [service.compose ?? service.id, path],
    })),
  );
  const can = all.filter(({ fields }) => fields.every(isPlain) && (project === '-' || isPlain(project)));
  if (can.length === 0) throw new RondaError('server-copy.nothing-to-copy');
  const lines = [
    ['set', 'keep', String(keep)],
    ['set', 'docker_socket', target.dockerSocket],
    ['set', 'docker_sudo', target.sudo === true ? 'yes' : 'no'],
    ...can.map(({ serviceId, databaseId, fields: [compose = '', path = ''] }) => [
      'database',
      serviceId,
      databaseId,
      compose,
      project,
      path,
    ]),
  ];
  const data = `${header}${lines.map((fields) => fields.join('\t')).join('\n')}\n`;

  const file = (name: string, mode: string, text: string): ServerFile => ({
    name,
    path: `${folder}/${name}`,
    mode,
    text,
  });
  const files = [
    file(scriptName, '700', input.script),
    file(insideName, '600', input.inside),
    file('databases', '600', data),
  ];
  const [hour = '02', minute = '17'] = at.split(':');
  const line = `${Number(minute)} ${Number(hour)} * * * /bin/sh ${folder}/${scriptName} >/dev/null 2>&1`;
  const crontab = addToCrontab(facts.currentCrontab, { task: 'ronda-server-copy', hostId }, line);
  const isSame =
    placed !== null &&
    placed.folder === folder &&
    crontab === facts.currentCrontab &&
    files.every(({ name, text }) => placed.files[name] === sha256(text));
  const ids = ({ serviceId, databaseId }: (typeof all)[number]) => ({ serviceId, databaseId });
  const shown = {
    hostId,
    action: placed === null ? ('place' as const) : isSame ? ('nothing' as const) : ('update' as const),
    version: versionOf(input.script),
    folder,
    at,
    keep,
    files: files.map(showFile),
    crontabLines: crontab
      .split('\n')
      .filter((text, index, texts) => text === line || texts[index + 1] === line),
    commands: [
      `mkdir -p ${folder}`,
      ...files.flatMap(({ path, mode }) => [`cat > ${path}`, `chmod ${mode} ${path}`]),
      ...files.map(({ path }) => `sha256sum ${path}`),
      `sh ${folder}/${scriptName}`,
      'crontab -l',
      'crontab -',
    ],
    copied: can.map((one) => ({ ...ids(one), path: one.path })),
    leftOut: all.filter((one) => !can.includes(one)).map(ids),
    cronRuns: facts.cronRuns,
  };
  return { shown: { ...shown, digest: sha256(JSON.stringify(shown)) }, files, crontab };
}

function showFile({ name, path, mode, text }: ServerFile): NightFile {
  return { name, path, mode, bytes: Buffer.byteLength(text), sha256: sha256(text), isSecret: false, text };
}
