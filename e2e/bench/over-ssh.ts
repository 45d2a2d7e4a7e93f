import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HostConnection } from '../../src/core/hosts/host-connection.ts';
import type { BackupBed } from '../testbed/backup-bed.ts';
import { createHostsFixture } from '../testbed/hosts-fixture.ts';
import { writeKnownHosts } from '../testbed/known-hosts.ts';
import type { LineSettings } from '../testbed/shaper.ts';
import { spawnShaper } from '../testbed/spawn-shaper.ts';
import { startSshd } from '../testbed/sshd.ts';

export interface OverSsh {
  readonly connection: HostConnection;
  /** Arguments of the `ssh` command for the same server, key and line, up to the host's name. */
  readonly sshArguments: readonly string[];
}

/** Connects the product to the bed's engine through a real sshd. @param undo gets what ends it, in order of making */
export async function connectOverSsh(
  bed: BackupBed,
  undo: (() => Promise<unknown>)[],
  line: LineSettings | null,
): Promise<OverSsh> {
  const sshd = await startSshd({ dir: join(bed.folder, 'sshd') });
  undo.push(() => sshd.stop());
  let { port } = sshd;
  if (line !== null) {
    const shaper = await spawnShaper({ target: { host: sshd.host, port: sshd.port }, ...line });
    undo.push(() => shaper.stop());
    port = shaper.port;
  }
  const hosts = await createHostsFixture({ dir: bed.folder });
  undo.push(() => hosts.stop());
  const known = sshd.knownHostsLines.map((entry) => entry.replace(`:${sshd.port}`, `:${port}`));
  const knownHosts = join(hosts.userHome, '.ssh', 'known_hosts');
  await writeKnownHosts(knownHosts, known);
  const file = join(bed.folder, 'key');
  await copyFile(sshd.identityFile, file);
  const id = await hosts.connect({
    kind: 'ssh',
    address: sshd.host,
    port,
    user: sshd.user,
    auth: { method: 'key', file },
    dockerSocket: bed.engine.socketPath,
  });
  await hosts.waitForState(id, 'connected', 60_000);
  return {
    connection: hosts.service.get(id),
    sshArguments: [
      ...['-F', 'none', '-o', 'BatchMode=yes', '-o', `UserKnownHostsFile=${knownHosts}`],
      ...['-i', sshd.identityFile, '-p', String(port), `${sshd.user}@${sshd.host}`],
    ],
  };
}
