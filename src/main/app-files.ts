import { join } from 'node:path';
import { app } from 'electron';

/** The folder that holds `profiles/` and `icons/`: beside the archive in a package, in the checkout else. */
export function resourcesFolder(): string {
  return app.isPackaged ? process.resourcesPath : join(app.getAppPath(), 'resources');
}

/**
 * A file of the build, such as `main/state-worker.js`. Not by `import.meta.dirname`: the bundler puts shared code into
 * a folder of its own, and it would name that one.
 */
export function builtFile(path: string): string {
  return join(app.getAppPath(), 'out', path);
}
