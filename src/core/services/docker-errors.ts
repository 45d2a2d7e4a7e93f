import { RondaError } from '../../shared/errors.ts';

/** The HTTP status of an error of the Docker API, or null when it never got that far. */
export function dockerStatus(error: unknown): number | null {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : null;
}

/** What the engine said, in one line; it wraps its text in JSON and repeats the status around it. */
export function dockerDetail(error: unknown): string {
  if (error instanceof Error && 'json' in error && isMessage(error.json)) return oneLine(error.json.message);
  return oneLine(error instanceof Error ? error.message : String(error));
}

/** An answer that is not what the Docker API promises: a proxy, half a body, a daemon that lies. */
export function unreadableAnswer(error: unknown): RondaError {
  if (error instanceof RondaError) return error;
  return new RondaError('services.unreadable', { detail: dockerDetail(error) }, { cause: error });
}

function isMessage(json: unknown): json is { message: string } {
  return typeof json === 'object' && json !== null && 'message' in json && typeof json.message === 'string';
}

function oneLine(text: string): string {
  return text
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]+/g, ' ')
    .trim()
    .slice(0, 300);
}
