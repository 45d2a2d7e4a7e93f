import { dirname } from 'node:path';
import type { Backup, StepResult } from '../../../shared/domain/backup.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { ProgressReport } from '../../jobs/progress-meter.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { type OpenedBackup, type OpenStoredDeps, openStored } from '../stored/open-stored.ts';
import { formOf } from '../stored/stored-form.ts';

interface VerifyDeps extends OpenStoredDeps {
  readonly catalogue: Catalogue;
  readonly now: () => number;
}

type Located = Awaited<ReturnType<Catalogue['locate']>>;

/** What the steps say of a backup, unpacked first where it is packed; the file stays open with them. */
async function look(
  deps: VerifyDeps,
  { backup, manifest, path }: Located,
  rowCounts: Record<string, number> | null,
  report: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<{ steps: StepResult[]; opened: OpenedBackup | null }> {
  const from = performance.now();
  let opened: OpenedBackup;
  try {
    opened = await openStored(deps, { path, manifest }, { signal, report });
  } catch (error) {
    if (!(error instanceof RondaError && error.code === 'backup.refused-damaged')) throw error;
    const detail = String(error.params.detail ?? '');
    const step = { step: 'unpack' as const, ok: false, detail, durationMs: performance.now() - from };
    return { steps: [step], opened: null };
  }
  try {
    const unpackedMs = performance.now() - from;
    const { steps } = await deps.inspector.verify(
      opened.file,
      { sha256: manifest.sha256, rowCounts },
      { signal, report, bytes: backup.bytes },
    );
    if (opened.file === path) return { steps, opened };
    const form = formOf(path);
    const detail = [form.isEncrypted ? 'age' : '', form.isCompressed ? 'zstd' : '']
      .filter(Boolean)
      .join(', ');
    return { steps: [{ step: 'unpack', ok: true, detail, durationMs: unpackedMs }, ...steps], opened };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/**
 * Checks a backup anew against its manifest and records what came of it: a bit that flipped on the disk shows here. A
 * copy that was kept as unverified never becomes a backup by this: rows that could not be replayed are still beside it.
 * @throws RondaError when the file is not there or cannot be checked (its key is not at hand); a failed check is an
 * answer, not an error
 */
export async function verifyBackup(
  deps: VerifyDeps,
  backupId: string,
  report: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<Backup> {
  const located = await deps.catalogue.locate(backupId);
  const { backup, manifest, path } = located;
  const unverified = path.includes('.unverified.db');
  const { steps, opened } = await look(deps, located, unverified ? null : manifest.rowCounts, report, signal);
  await opened?.close();
  const ok = !unverified && steps.every((step) => step.ok);
  const state = ok ? ('verified' as const) : ('failed' as const);
  const verification = { state, at: new Date(deps.now()).toISOString(), steps };
  return deps.catalogue.put({ ...manifest, verification }, dirname(backup.file));
}

/**
 * Checks a backup before it is restored, and opens it. A good one is not written to: its disk may be read-only.
 * @throws RondaError `backup.refused-damaged`, recorded in the catalogue
 */
export async function openIntact(
  deps: VerifyDeps,
  backupId: string,
  report: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<OpenedBackup> {
  const located = await deps.catalogue.locate(backupId);
  const { backup, manifest } = located;
  const { steps, opened } = await look(deps, located, manifest.rowCounts, report, signal);
  const failed = steps.find(({ ok }) => !ok);
  if (!failed && opened) return opened;
  await opened?.close();
  const verification = { state: 'failed' as const, at: new Date(deps.now()).toISOString(), steps };
  await deps.catalogue.put({ ...manifest, verification }, dirname(backup.file));
  throw new RondaError('backup.refused-damaged', {
    step: failed?.step ?? 'unpack',
    detail: failed?.detail ?? '',
  });
}
