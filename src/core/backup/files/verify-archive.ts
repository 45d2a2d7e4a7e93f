import { basename } from 'node:path';
import type { Archive, ArchiveManifest, ArchiveStep } from '../../../shared/domain/archive.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { ProgressReport } from '../../jobs/progress-meter.ts';
import type { OpenStoredDeps } from '../stored/open-stored.ts';
import type { ArchiveCatalogue } from './archive-catalogue.ts';
import type { ArchiveSummary } from './inspect-archive.ts';
import { openPacked } from './open-packed.ts';
import { checkArchive } from './put-archive.ts';

export interface JudgedArchive {
  readonly steps: ArchiveStep[];
  /** Null when it must not be unpacked; then `refusal` says why. */
  readonly summary: ArchiveSummary | null;
  readonly refusal: RondaError | null;
}

/** Reads an archive whole and says, step by step, whether it can be relied on. @throws only the signal's abort */
export async function judgeArchive(
  file: { readonly path: string; readonly sha256: string; readonly bytes: number },
  now: () => number,
  report: (progress: ProgressReport) => void,
  signal: AbortSignal,
): Promise<JudgedArchive> {
  const began = now();
  let doneBytes = 0;
  const totalBytes = file.bytes;
  report({ phase: 'verify', doneBytes, totalBytes });
  const onBytes = (count: number): void => {
    doneBytes += count;
    report({ phase: 'verify', doneBytes: Math.min(doneBytes, totalBytes), totalBytes });
  };
  const step = (name: ArchiveStep['step'], ok: boolean, detail: string): ArchiveStep => ({
    step: name,
    ok,
    detail,
    durationMs: Math.max(0, now() - began),
  });
  try {
    const summary = await checkArchive(file.path, file.sha256, signal, onBytes);
    const contents = `${summary.files} files, ${summary.entries} entries`;
    return {
      steps: [step('sha256', true, file.sha256), step('contents', true, contents)],
      summary,
      refusal: null,
    };
  } catch (error) {
    if (!(error instanceof RondaError)) throw error;
    const detail = String(error.params.detail ?? error.message);
    if (error.code === 'archive.damaged')
      return { steps: [step('sha256', false, detail)], summary: null, refusal: error };
    if (error.code !== 'archive.hostile') throw error;
    return {
      steps: [step('sha256', true, file.sha256), step('contents', false, detail)],
      summary: null,
      refusal: error,
    };
  }
}

/** The manifest after a look at its file. */
export function withVerdict(manifest: ArchiveManifest, steps: ArchiveStep[], at: number): ArchiveManifest {
  const state = steps.every(({ ok }) => ok) ? 'verified' : 'failed';
  return { ...manifest, verification: { state, at: new Date(at).toISOString(), steps } };
}

export interface VerifiedArchive extends JudgedArchive {
  readonly archive: Archive;
  /** The plain `.tar.zst`, which stays for as long as the work goes on. */
  readonly file: string;
}

/**
 * Opens an archive of the list, verifies it anew, writes down what came of it, and works with what was verified. Call
 * it under its lock.
 * @throws RondaError `archive.not-found`, `archive.file-missing`, `backup.key-locked`, `backup.key-missing`; what is
 * damaged is an answer
 */
export async function withVerified<T>(
  deps: OpenStoredDeps & { readonly catalogue: ArchiveCatalogue; readonly now: () => number },
  archiveId: string,
  report: (progress: ProgressReport) => void,
  signal: AbortSignal,
  work: (verified: VerifiedArchive) => Promise<T>,
): Promise<T> {
  const { manifest, path } = await deps.catalogue.locate(archiveId);
  const began = deps.now();
  const opened = await openPacked(deps, path, manifest.fileBytes, report, signal);
  try {
    const judged = opened.problem
      ? undecipherable(basename(path), opened.problem, deps.now() - began)
      : await judgeArchive({ ...manifest, path: opened.file }, deps.now, report, signal);
    const archive = await deps.catalogue.put(withVerdict(manifest, judged.steps, deps.now()));
    return await work({ ...judged, archive, file: opened.file });
  } finally {
    await opened.close();
  }
}

function undecipherable(file: string, detail: string, durationMs: number): JudgedArchive {
  const refusal = new RondaError('archive.damaged', { file, detail });
  const step = { step: 'sha256' as const, ok: false, detail, durationMs: Math.max(0, durationMs) };
  return { steps: [step], summary: null, refusal };
}
