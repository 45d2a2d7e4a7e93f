import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { RondaError } from '../../../shared/errors.ts';
import { writeAtomically } from '../../platform/write-atomically.ts';
import { readMarker } from './marker.ts';
import { manualsFolder, readHomeFiles, recipientOf, vaultName } from './second-home-files.ts';

export interface TakeOverPorts {
  readonly vaultFile: string;
  readonly profilesFolder: string;
  /** Reads the vault's file anew. */
  readonly reloadVault: () => Promise<void>;
  readonly reloadManuals: () => Promise<void>;
  readonly makeBackupFolder: (folder: string) => Promise<void>;
  /** Makes the catalogue of what lies there. @returns how many backups of databases */
  readonly rescan: () => Promise<number>;
}

export interface TakenOver {
  /** `kept`: this computer has that very vault already. */
  readonly vault: 'taken' | 'kept' | 'none';
  readonly manuals: number;
  readonly backups: number;
  readonly damaged: string[];
}

/**
 * A new laptop begins where the old one ended: the second folder becomes the backup folder, its vault this computer's
 * (still locked: its passphrase or recovery kit opens it), its manuals those that are not here.
 * @throws RondaError `second-copy.not-one`, `second-copy.has-vault`, `second-copy.vault-damaged`; nothing is changed then
 */
export async function takeOver(ports: TakeOverPorts, folder: string): Promise<TakenOver> {
  if (!(await readMarker(folder))) throw new RondaError('second-copy.not-one', { folder });
  const { files, damaged } = await readHomeFiles(folder);
  const theirs = files.get(vaultName);
  const isNew = !(await stat(ports.vaultFile).catch(() => null));
  if (theirs && recipientOf(theirs) === null) throw new RondaError('second-copy.vault-damaged', { folder });
  if (theirs && !isNew) {
    if (recipientOf(await readFile(ports.vaultFile)) !== recipientOf(theirs))
      throw new RondaError('second-copy.has-vault', { folder });
  }
  let manuals = 0;
  for (const [name, bytes] of files) {
    if (!name.startsWith(`${manualsFolder}/`) || damaged.includes(name)) continue;
    const path = join(ports.profilesFolder, basename(name));
    // What was made on this computer stays.
    if (await stat(path).catch(() => null)) continue;
    await writeAtomically(path, bytes);
    manuals += 1;
  }
  await ports.reloadManuals();
  if (theirs && isNew) {
    await writeAtomically(ports.vaultFile, theirs);
    await ports.reloadVault();
  }
  await ports.makeBackupFolder(folder);
  const backups = await ports.rescan();
  const vault = theirs ? (isNew ? 'taken' : 'kept') : 'none';
  return { vault, manuals, backups, damaged };
}
