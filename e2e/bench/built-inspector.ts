import { fileURLToPath } from 'node:url';
import { createForkSpawner } from '../../src/core/backup/inspect/fork-inspector.ts';

/** The process that looks into backups as it is shipped: from source, loading it is half of its time and its memory. */
export const spawnBuiltInspector = createForkSpawner(
  fileURLToPath(new URL('../../out/main/database-inspector.js', import.meta.url)),
);
