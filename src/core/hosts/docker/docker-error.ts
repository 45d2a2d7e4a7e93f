import { RondaError } from '../../../shared/errors.ts';
import { plainDetail } from '../../platform/plain-detail.ts';

/** The HTTP status of an answer of the Docker API, or null when it was no answer at all (link lost, aborted). */
export function dockerStatus(error: unknown): number | null {
  if (!(error instanceof Error) || !('statusCode' in error)) return null;
  return typeof error.statusCode === 'number' ? error.statusCode : null;
}

/** True when no answer came at all: whether it was done is not known, and asking more would not help. */
export function isLinkError(error: unknown): boolean {
  if (error instanceof RondaError) return /^hosts\.(connection-lost|docker-gone)$/.test(error.code);
  return dockerStatus(error) === null;
}

/** What the engine said, in one line; it wraps its text in JSON and repeats the status around it. */
export function dockerDetail(error: unknown): string {
  return plainDetail(
    error instanceof Error && 'json' in error && isMessage(error.json) ? error.json.message : error,
  );
}

function isMessage(json: unknown): json is { message: string } {
  return typeof json === 'object' && json !== null && 'message' in json && typeof json.message === 'string';
}
