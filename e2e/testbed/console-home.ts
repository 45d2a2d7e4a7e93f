import { openHeadlessConsole } from '../../src/cli/open-headless-console.ts';
import type { HostTarget } from '../../src/shared/domain/host.ts';

/**
 * Puts a host and its profile into a home, the way a person would have: through the operations themselves.
 * @param profile YAML; absent: the built-in one
 */
export async function addHostToHome(
  home: string,
  host: { readonly name: string; readonly target: HostTarget; readonly profile?: string },
): Promise<void> {
  const ronda = await openHeadlessConsole({ home, label: 'testbed' });
  try {
    const profileId = host.profile
      ? (await ronda.dispatcher.run('profile.import', { yaml: host.profile })).profileId
      : 'prisma-rt04';
    await ronda.dispatcher.run('hosts.add', {
      name: host.name,
      target: host.target,
      profileId,
      connect: false,
    });
  } finally {
    await ronda.close();
  }
}
