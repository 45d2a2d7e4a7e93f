import { posix } from 'node:path';

/** Where Debian's and the official packages of nginx look. */
export const nginxFolder = '/etc/nginx';
export const nginxFileOf = (folder: string): string => `${folder}/nginx.conf`;
/** What is enabled mostly links to what is available. */
export const nginxFoldersOf = (folder: string): string[] =>
  ['conf.d', 'sites-available', 'sites-enabled'].map((name) => `${folder}/${name}`);

/** What only this engine could mean: a socket of it, its processes. */
export const isOfEngine = (path: string): boolean => /^\/(var\/run|run|proc|sys|dev)(\/|$)/.test(path);

type Labels = Readonly<Record<string, string>>;

function namedBy(labels: Labels, label: string): string[] {
  const folder = labels['com.docker.compose.project.working_dir'] ?? '';
  return (labels[label] ?? '')
    .split(',')
    .map((path) => path.trim())
    .filter(Boolean)
    .map((path) => (path.startsWith('/') ? path : posix.join(folder, path)))
    .filter((path) => path.startsWith('/'))
    .map((path) => posix.normalize(path));
}

/** The Compose files that a container says it was made by. */
export function composeFiles(labels: Labels): string[] {
  return namedBy(labels, 'com.docker.compose.project.config_files');
}

/** The Compose files, the files with values that Compose was given, and the `.env` beside them. */
export function composePaths(labels: Labels): string[] {
  const folder = labels['com.docker.compose.project.working_dir'] ?? '';
  return [
    ...composeFiles(labels),
    ...namedBy(labels, 'com.docker.compose.project.environment_file'),
    ...(folder.startsWith('/') ? [posix.normalize(posix.join(folder, '.env'))] : []),
  ];
}
