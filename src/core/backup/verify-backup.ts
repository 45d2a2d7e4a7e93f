import { dirname } from 'node:path';
import type { Backup } from '../../shared/domain/backup.ts';
import { RondaError } from '../../shared/errors.ts';
import type { ProgressReport } from '../jobs/progress-meter.ts';
import type { Catalogue } from './catalogue.ts';
import type { Inspector } from './inspector.ts';

interface VerifyDeps {
  readonly inspector: Inspector;
  readonly catalogue: Catalogue;
  readonly now: () => number;
}

/**
 * Checks a backup anew against its manifest and records what came of it: a bit that flipped on the disk shows here. A
 * copy that was kept as unverified never becomes a backup by this: rows that could not be replayed are still beside it.
 * @throws RondaError when the file is not there or cannot be checked; a failed check is an answer, not an error
 */
export async function verifyBackup(
  deps: VerifyDeps,
  backupId: string,
  report: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<Backup> {
  const { backup, manifest, path } = await deps.catalogue.locate(backupId);
  const unverified = path.endsWith('.unverified.db');
  const { steps } = await deps.inspector.verify(
    path,
    { sha256: manifest.sha256, rowCounts: unverified ? null : manifest.rowCounts },
    { signal, report, bytes: backup.bytes },
  );
  const ok = !unverified && steps.every((step) => step.ok);
  const state = ok ? ('verified' as const) : ('failed' as const);
  const verification = { state, at: new Date(deps.now()).toISOString(), steps };
  return deps.catalogue.put({ ...manifest, verification }, dirname(backup.file));
}

/**
 * Checks a backup before it is restored. A good one is not written to: its disk may be read-only.
 * @throws RondaError `backup.refused-damaged`, recorded in the catalogue
 */
export async function requireIntact(
  deps: VerifyDeps,
  backupId: string,
  report: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<void> {
  const { backup, manifest, path } = await deps.catalogue.locate(backupId);
  const { steps } = await deps.inspector.verify(path, manifest, { signal, report, bytes: backup.bytes });
  const failed = steps.find(({ ok }) => !ok);
  if (!failed) return;
  const verification = { state: 'failed' as const, at: new Date(deps.now()).toISOString(), steps };
  await deps.catalogue.put({ ...manifest, verification }, dirname(backup.file));
  throw new RondaError('backup.refused-damaged', { step: failed.step, detail: failed.detail });
}
