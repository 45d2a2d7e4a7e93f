import { join } from 'node:path';
import { app } from 'electron';

/** The folder that holds `profiles/` and `icons/`: beside the archive in a package, in the checkout else. */
export function resourcesFolder(): string {
  return app.isPackaged ? process.resourcesPath : join(app.getAppPath(), 'resources');
}
