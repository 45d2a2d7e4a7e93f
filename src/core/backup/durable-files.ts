import { constants } from 'node:fs';
import { open, statfs } from 'node:fs/promises';
import { RondaError } from '../../shared/errors.ts';
import { plainDetail, systemCode } from '../platform/plain-detail.ts';

/** Waits until the file's bytes are on the disk. An error is a failure of the write, never ignored. */
export async function syncFile(file: string): Promise<void> {
  const handle = await open(file, constants.O_RDWR);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the names in a folder durable. Windows has no such call; its journal keeps renames in order. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** `1.4 GB`, for messages. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** Room that must be left beyond the copy itself: its manifest, the state database, the rest of the laptop. */
const reserveBytes = 4 * 1024 * 1024;

/** @throws RondaError `backup.no-space` when the disk of this folder cannot take so many bytes */
export async function requireSpace(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free < bytes + reserveBytes) {
    throw new RondaError('backup.no-space', {
      folder,
      needed: formatBytes(bytes + reserveBytes),
      free: formatBytes(free),
    });
  }
}

/** Turns an error of the file system into one that says what to do; others pass unchanged. */
export function asWriteError(error: unknown, folder: string): unknown {
  const code = systemCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new RondaError('backup.no-space', { folder, needed: 'more', free: '0 B' }, { cause: error });
  }
  if (/^E(IO|ROFS|ACCES|PERM|NOENT|NOTDIR|NAMETOOLONG|MFILE|BUSY|FBIG)$/.test(code)) {
    return new RondaError('backup.write-failed', { folder, detail: plainDetail(error) }, { cause: error });
  }
  return error;
}
