/** The Docker API that Ronda speaks: from Docker 20.10 on, up to the newest that was tried. */
export const OLDEST_API = '1.41';
export const NEWEST_API = '1.52';

function parts(version: string): [number, number] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return [major, minor];
}

export function compareApiVersions(a: string, b: string): number {
  const [[majorA, minorA], [majorB, minorB]] = [parts(a), parts(b)];
  return majorA - majorB || minorA - minorB;
}

/**
 * The API version to speak with a daemon: the newest that both know, so that a daemon newer than Ronda keeps giving
 * the answers Ronda knows.
 * @returns null when the ranges do not meet
 */
export function negotiateApi(daemon: { readonly oldest: string; readonly newest: string }): string | null {
  if (compareApiVersions(daemon.newest, OLDEST_API) < 0) return null;
  if (compareApiVersions(daemon.oldest, NEWEST_API) > 0) return null;
  return compareApiVersions(daemon.newest, NEWEST_API) < 0 ? daemon.newest : NEWEST_API;
}
