/**
 * What the engine says of a path in a container, in a header as JSON in base64 (Docker Engine API, "Get information
 * about files"); an empty object when it said nothing. As hostile as any answer.
 */
export function pathStat(answer: unknown): unknown {
  const { headers } = Object(answer) as { headers?: Record<string, unknown> };
  const value = headers?.['x-docker-container-path-stat'];
  return typeof value === 'string' ? JSON.parse(Buffer.from(value, 'base64').toString('utf8') || '{}') : {};
}

/** Of Go's `os.FileMode`: everything that makes it another thing than a plain file. */
const typeBits = 0x8f280000;

/** @param mode as the engine says it: that of Go's `os.FileMode` */
export const isPlainFileMode = (mode: number): boolean => (mode & typeBits) === 0;
