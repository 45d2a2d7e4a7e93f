import { createHmac } from 'node:crypto';

/** A service's environment as it was found at one moment. Holds secrets: it lives in the vault and in core alone. */
export interface EnvironmentSnapshot {
  /** ISO 8601. */
  readonly at: string;
  readonly values: Readonly<Record<string, string>>;
}

/** What may be shown and sent: no value, and nothing a value could be guessed from. */
export interface KeyAge {
  readonly name: string;
  readonly firstSeen: string;
  /** When its value became what it is now: `firstSeen` for one that never changed. */
  readonly lastChanged: string;
  /** No longer part of the newest snapshot. */
  readonly gone: boolean;
}

/** `NAME=value` lines as `docker inspect` gives them (`Config.Env`); a line without `=` is a name with no value. */
export function parseContainerEnv(lines: readonly string[]): Record<string, string> {
  const values: Record<string, string> = Object.create(null);
  for (const line of lines) {
    const at = line.indexOf('=');
    if (at !== 0) values[at < 0 ? line : line.slice(0, at)] = at < 0 ? '' : line.slice(at + 1);
  }
  return values;
}

/** Names one content without telling it: of two snapshots, whether they are the same. `key` is the vault's. */
export function environmentMark(values: EnvironmentSnapshot['values'], key: Buffer): string {
  const sorted = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHmac('sha256', key).update(JSON.stringify(sorted)).digest('hex');
}

/** Names one plan without telling what is in it. @param key of the record, base64 */
export function planMark(key: string, parts: readonly unknown[]): string {
  return environmentMark({ plan: JSON.stringify(parts) }, Buffer.from(key, 'base64'));
}

/**
 * How old each key is, by name. The snapshots may come in any order; a key that came back counts as changed then.
 * @param older the ages up to and with the first of these snapshots, where earlier ones are no longer kept
 */
export function keyAges(snapshots: readonly EnvironmentSnapshot[], older: readonly KeyAge[] = []): KeyAge[] {
  const sorted = [...snapshots].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const first = sorted[0]?.values ?? {};
  const ages = new Map<string, KeyAge & { value: string | null }>(
    older.map((age) => [
      age.name,
      { ...age, value: Object.hasOwn(first, age.name) ? (first[age.name] ?? null) : null },
    ]),
  );
  for (const { at, values } of sorted) {
    for (const [name, age] of ages) {
      if (!Object.hasOwn(values, name)) ages.set(name, { ...age, value: null, gone: true });
    }
    for (const [name, value] of Object.entries(values)) {
      const known = ages.get(name);
      if (known?.value === value) continue;
      ages.set(name, { name, value, firstSeen: known?.firstSeen ?? at, lastChanged: at, gone: false });
    }
  }
  return [...ages.values()]
    .map(({ value: _secret, ...age }) => age)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
