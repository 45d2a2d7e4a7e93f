import { stat } from 'node:fs/promises';
import { posix } from 'node:path';

export const WINDOWS_PIPE = '//./pipe/docker_engine';

/** Where a local engine's socket may lie, the likeliest first. */
export function socketCandidates(
  platform: NodeJS.Platform,
  userHome: string,
  runtimeDir: string | undefined,
): string[] {
  if (platform === 'win32') return [WINDOWS_PIPE];
  const ofUser = ['.docker/run/docker.sock', '.orbstack/run/docker.sock', '.colima/default/docker.sock'].map(
    (path) => posix.join(userHome, path),
  );
  const rootless =
    runtimeDir === undefined
      ? []
      : [posix.join(runtimeDir, 'docker.sock'), posix.join(runtimeDir, 'podman/podman.sock')];
  // Podman's service speaks Docker's API too.
  const ofPodman = ['.local/share/containers/podman/machine/podman.sock'].map((path) =>
    posix.join(userHome, path),
  );
  const shared = '/var/run/docker.sock';
  // Docker Desktop on macOS may leave /var/run/docker.sock dangling; on Linux the system's engine is meant.
  return platform === 'darwin'
    ? [...ofUser, shared, ...ofPodman]
    : [shared, ...rootless, ...ofUser, '/run/podman/podman.sock'];
}

async function isSocket(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isSocket(),
    () => false,
  );
}

/** Those candidates that are there now. A named pipe cannot be looked at without using it, so it counts. */
export async function presentSockets(candidates: readonly string[]): Promise<string[]> {
  const present = await Promise.all(
    candidates.map(async (path) => path === WINDOWS_PIPE || (await isSocket(path))),
  );
  return candidates.filter((_path, index) => present[index]);
}
