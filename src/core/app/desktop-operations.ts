import { RondaError } from '../../shared/errors.ts';
import type { Handlers } from '../dispatcher/dispatcher.ts';

/** What only a desktop can do. The command line has none and says so. */
export interface Desktop {
  /** @throws RondaError for anything but a https address */
  openExternal(url: string): Promise<void>;
  /** Asks for a file or a folder; null when the person changed their mind. */
  choosePath(kind: 'folder' | 'private-key' | 'profile' | 'database'): Promise<string | null>;
  /** Asks where to put a new file; null when the person changed their mind. */
  chooseSavePath(suggestedName: string): Promise<string | null>;
  /** A page of our own making as PDF; nothing in it runs or is loaded. */
  printPage(html: string): Promise<Uint8Array>;
  /** Shows a file in the system's file manager. */
  showFile(path: string): Promise<void>;
}

export function desktopOperations(
  desktop: Desktop | null,
  findBackupFile: (backupId: string) => Promise<string>,
): Handlers<'app.open-external' | 'app.choose-path' | 'app.show-backup'> {
  const required = (): Desktop => {
    if (!desktop) throw new RondaError('common.needs-window');
    return desktop;
  };
  return {
    'app.open-external': async ({ url }) => {
      await required().openExternal(url);
      return {};
    },
    'app.choose-path': async ({ kind }) => ({ path: await required().choosePath(kind) }),
    'app.show-backup': async ({ backupId }) => {
      await required().showFile(await findBackupFile(backupId));
      return {};
    },
  };
}
