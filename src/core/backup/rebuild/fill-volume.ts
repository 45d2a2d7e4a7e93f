import { posix } from 'node:path';
import type Docker from 'dockerode';
import { RondaError } from '../../../shared/errors.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { ArchiveCatalogue } from '../files/archive-catalogue.ts';
import { commitArchive, putChecked } from '../files/put-archive.ts';
import { withVerified } from '../files/verify-archive.ts';
import { openIntact } from '../inspect/verify-backup.ts';
import { type RestoreHelper, withHelper } from '../restore/restore-helper.ts';
import { discardOld, prepareNew, swapIn } from '../restore/restore-scripts.ts';
import type { OpenStoredDeps } from '../stored/open-stored.ts';
import type { VolumeFill } from './kit-material.ts';
import { helperSpec } from './rebuild-folders.ts';

export interface FillDeps extends OpenStoredDeps {
  readonly catalogue: Catalogue;
  readonly archives: ArchiveCatalogue;
  readonly clock: Clock;
}

/** Of all that a fill puts, uncompressed. */
export const bytesOf = ({ archive, databases }: VolumeFill): number =>
  databases.reduce((sum, { backup }) => sum + backup.bytes, archive?.bytes ?? 0);

/** Puts the archive of a volume or folder, and over it its databases, each checked before and after it travelled. */
export async function fillVolume(
  deps: FillDeps,
  docker: Docker,
  { container, mount, archive, databases }: VolumeFill,
  { id, hostName, far }: { readonly id: string; readonly hostName: string; readonly far: boolean },
  onBytes: (count: number) => void,
  signal: AbortSignal,
): Promise<void> {
  // Several volumes at once: what is checked of one beside the others is no phase of the whole.
  const report = (): void => undefined;
  if (!archive && databases.length === 0) return;
  const spec = helperSpec({ container, mount }, { id, hostName });
  if (archive) {
    const put = async (helper: RestoreHelper): Promise<void> => {
      await withVerified(
        { ...deps, catalogue: deps.archives, now: deps.clock.now },
        archive.id,
        report,
        signal,
        async ({ summary, file, refusal }) => {
          if (!summary) throw refusal ?? new RondaError('archive.not-found');
          await putChecked(helper, mount.Destination, { path: file, root: summary.root }, onBytes, signal);
        },
      );
      await commitArchive(helper);
    };
    await withHelper(docker, spec, signal, put, far);
  }
  for (const { path, backup } of databases) {
    const put = async (helper: RestoreHelper): Promise<void> => {
      const opened = await openIntact({ ...deps, now: deps.clock.now }, backup.id, report, signal);
      try {
        const { manifest } = await deps.catalogue.locate(backup.id);
        const { uid, gid, mode } = manifest.owner ?? { uid: 0, gid: 0, mode: 0o644 };
        const name = `${posix.basename(path)}.ronda-new-${id}`;
        await helper.upload(opened.file, { name, bytes: backup.bytes, uid, gid, mode }, onBytes, signal);
        const owner = [`${uid}:${gid}`, mode.toString(8)];
        await helper.run('prepare', prepareNew, [String(backup.bytes), manifest.sha256, ...owner]);
        // An archive of the live volume may have brought a torn one with its side files: they go.
        await helper.run('swap', swapIn);
        await helper.run('discard', discardOld);
      } finally {
        await opened.close();
      }
    };
    await withHelper(docker, { ...spec, path }, signal, put, far);
  }
}
