import { posix } from 'node:path';

const maxPathLength = 400;

/** Labels are written by whoever made a container: only what is plainly a dotenv file is ever opened. */
export function isEnvFilePath(path: string): boolean {
  const base = posix.basename(path);
  return (
    path.startsWith('/') &&
    path.length <= maxPathLength &&
    posix.normalize(path) === path &&
    !path.endsWith('/') &&
    !/[\u0000-\u001f\u007f\ufffd]/.test(path) &&
    (base.startsWith('.env') || base.endsWith('.env'))
  );
}

/** The dotenv files that Compose says a container was made with, and the `.env` in its project's folder. */
export function envFilePaths(labels: Readonly<Record<string, string>>): string[] {
  const folder = labels['com.docker.compose.project.working_dir'] ?? '';
  const named = (labels['com.docker.compose.project.environment_file'] ?? '').split(',');
  const beside = folder.startsWith('/') ? [posix.join(folder, '.env')] : [];
  return [...new Set([...named.map((path) => path.trim()), ...beside])].filter(isEnvFilePath);
}
