/** The JSON files of a service at one moment: path to text. */
export type DataFiles = Readonly<Record<string, string>>;

const maxNamed = 10;

/** False for what is torn or no JSON at all. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // Kept and put back as it is all the same, and named.
    return false;
  }
}

/** An object's or a list's entries as comparable texts; null for what is no JSON or holds no entries. */
function entriesOf(text: string | undefined): string[] | null {
  if (text === undefined) return [];
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    // Half written, or no JSON at all: the change is told without counts.
    return null;
  }
  if (Array.isArray(data)) return data.map((item) => JSON.stringify(item));
  return typeof data === 'object' && data !== null
    ? Object.entries(data).map((e) => JSON.stringify(e))
    : null;
}

/** How many of `a` are not in `b`; equal entries count one by one. */
function surplus(a: readonly string[], b: readonly string[]): number {
  const left = new Map<string, number>();
  for (const entry of b) left.set(entry, (left.get(entry) ?? 0) + 1);
  return a.filter((entry) => {
    const count = left.get(entry) ?? 0;
    left.set(entry, count - 1);
    return count <= 0;
  }).length;
}

function describeFile(path: string, before: string | undefined, after: string | undefined): string {
  const name = JSON.stringify(path).slice(1, -1);
  const what = before === undefined ? 'new' : after === undefined ? 'removed' : 'changed';
  const old = entriesOf(before);
  const now = entriesOf(after);
  if (!old || !now) return `${name}: ${what}`;
  return `${name}: ${what}, +${surplus(now, old)} -${surplus(old, now)} entries`;
}

/**
 * The message of a commit: which files changed, how many top-level entries came and went (one that was edited is both).
 * Never a content. Null when nothing changed: there is nothing to commit then.
 */
export function describeChange(before: DataFiles, after: DataFiles): string | null {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const read = (files: DataFiles, path: string): string | undefined =>
    Object.hasOwn(files, path) ? files[path] : undefined;
  const lines = paths
    .filter((path) => read(before, path) !== read(after, path))
    .map((path) => describeFile(path, read(before, path), read(after, path)));
  if (lines.length <= 1) return lines[0] ?? null;
  const more = lines.length - maxNamed;
  return [
    `${lines.length} files changed`,
    '',
    ...lines.slice(0, maxNamed),
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join('\n');
}
