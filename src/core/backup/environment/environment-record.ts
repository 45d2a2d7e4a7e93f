import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { EnvironmentChange, EnvironmentHistory } from '../../../shared/domain/environment.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { ChangingSecrets } from '../../vault/vault.ts';
import { parseDotenv } from './dotenv-values.ts';
import { type KeptRound, keepInHistories, newestOf, parseRecord } from './kept-histories.ts';
import { type KeyAge, keyAges } from './key-ages.ts';

/** Pairs and no object: `__proto__` is a legal name. */
const Values = z.array(z.tuple([z.string(), z.string()]));
export type Values = z.infer<typeof Values>;

const Content = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('values'), values: Values }),
  z.object({
    kind: z.literal('file'),
    text: z.string(),
    uid: z.number().int().nonnegative(),
    gid: z.number().int().nonnegative(),
    mode: z.number().int().min(0).max(0o7777),
  }),
  z.object({ kind: z.literal('absent') }),
]);
export type Content = z.infer<typeof Content>;

const Source = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('service'), name: z.string() }),
  z.object({ kind: z.literal('file'), name: z.string().startsWith('/') }),
]);
export type Source = z.infer<typeof Source>;

const KeptSnapshot = z.object({
  snapshot: z.number().int().positive(),
  at: z.iso.datetime(),
  content: Content,
});
export type KeptSnapshot = z.infer<typeof KeptSnapshot>;

const KeptHistory = z.object({
  id: z.string(),
  source: Source,
  /** Of keys, up to and with the first snapshot that is still kept. */
  older: z.array(
    z.object({ name: z.string(), firstSeen: z.string(), lastChanged: z.string(), gone: z.boolean() }),
  ),
  snapshots: z.array(KeptSnapshot).min(1),
});
export type KeptHistory = z.infer<typeof KeptHistory>;

/** Everything that is kept of a host's environment. It holds every value, so it lives in the vault and in core alone. */
const EnvironmentRecord = z.object({
  format: z.literal('ronda-environment/1'),
  /** Random; what plans are named by, so that nothing can be guessed from their names. */
  key: z.base64(),
  histories: z.array(KeptHistory),
});
export type EnvironmentRecord = z.infer<typeof EnvironmentRecord>;

export const maxSnapshots = 50;
/** The vault is written whole: a history must not make it large. */
const maxHistoryBytes = 256 * 1024;
/** Of keys that are gone: a server that makes up new ones each day must not fill the vault with their ages. */
const maxGoneAges = 500;
const maxHistories = 64;

const secretOf = (hostId: string): string => `environment-${hostId}`;

const parse =
  (hostId: string) =>
  (text: string | null): EnvironmentRecord =>
    parseRecord(
      text,
      EnvironmentRecord,
      'ronda-environment/1',
      () => new RondaError('env.damaged', { host: hostId }),
    );

/** @throws RondaError `env.damaged` */
export async function readRecord(vault: ChangingSecrets, hostId: string): Promise<EnvironmentRecord> {
  return parse(hostId)(await vault.read(secretOf(hostId)));
}

/** One content that was found on the server. */
export interface Found {
  readonly source: Source;
  readonly content: Content;
}

/** A history's id; a path is hashed so that it can be any length. */
export function historyIdOf({ kind, name }: Source): string {
  if (kind === 'service') return `service-${name}`;
  return `file-${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
}

/**
 * Keeps what was found, where it is not what the newest snapshot holds.
 * @throws RondaError `vault.locked`, `vault.needs-passphrase`, `env.damaged`; nothing is kept then
 */
export function keepFound(
  vault: ChangingSecrets,
  hostId: string,
  found: readonly Found[],
  now: number,
): Promise<KeptRound> {
  return keepInHistories(
    vault,
    secretOf(hostId),
    parse(hostId),
    found,
    ({ source }) => ({ id: historyIdOf(source), name: source.name }),
    (all: ReadonlyMap<string, KeptHistory>, { source, content }) => {
      const id = historyIdOf(source);
      const known = all.get(id);
      if (!known && content.kind === 'absent') return null;
      if (!known && all.size >= maxHistories)
        return new RondaError('env.too-many', { count: maxHistories, name: source.name });
      return new Map([[id, withSnapshot(known, source, content, now)]]);
    },
  );
}

/** @throws RondaError `env.unknown` */
export function findSnapshot(
  record: EnvironmentRecord,
  historyId: string,
  snapshot?: number,
): { readonly history: KeptHistory; readonly kept: KeptSnapshot } {
  const history = record.histories.find(({ id }) => id === historyId);
  const kept =
    history &&
    (snapshot === undefined
      ? newestOf(history)
      : history.snapshots.find((each) => each.snapshot === snapshot));
  if (!history || !kept) throw new RondaError('env.unknown');
  return { history, kept };
}

export function valuesOf(content: Content): Values {
  if (content.kind === 'values') return content.values;
  return content.kind === 'file' ? parseDotenv(content.text) : [];
}

const sorted = (values: Values): Values => [...values].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));

/** Owner and mode are no content: they may change without making a snapshot. */
function isSame(one: Content, other: Content): boolean {
  if (one.kind === 'values' && other.kind === 'values')
    return JSON.stringify(sorted(one.values)) === JSON.stringify(sorted(other.values));
  if (one.kind === 'file' && other.kind === 'file') return one.text === other.text;
  return one.kind === other.kind;
}

const aged = ({ at, content }: KeptSnapshot) => ({ at, values: Object.fromEntries(valuesOf(content)) });

/** The history with this content as its newest; only with the newest owner and mode when it holds it already. */
export function withSnapshot(
  history: KeptHistory | undefined,
  source: Source,
  content: Content,
  now: number,
): KeptHistory {
  if (!history) {
    const first = { snapshot: 1, at: new Date(now).toISOString(), content };
    return { id: historyIdOf(source), source, older: [], snapshots: [first] };
  }
  const last = newestOf(history);
  if (isSame(last.content, content))
    return { ...history, snapshots: [...history.snapshots.slice(0, -1), { ...last, content }] };
  // A clock that was set back must not put a snapshot before the ones it follows.
  const at = new Date(Math.max(now, Date.parse(last.at))).toISOString();
  return bounded({
    ...history,
    snapshots: [...history.snapshots, { snapshot: last.snapshot + 1, at, content }],
  });
}

/** Without the oldest snapshots that are too many; the ages they tell stay. */
function bounded(history: KeptHistory): KeptHistory {
  const { snapshots, older } = history;
  let first = Math.max(0, snapshots.length - maxSnapshots);
  let bytes = snapshots.slice(first).reduce((sum, each) => sum + JSON.stringify(each).length, 0);
  while (first < snapshots.length - 1 && bytes > maxHistoryBytes) {
    bytes -= JSON.stringify(snapshots[first]).length;
    first += 1;
  }
  if (first === 0) return history;
  return {
    ...history,
    older: withoutOldest(keyAges(snapshots.slice(0, first + 1).map(aged), older)),
    snapshots: snapshots.slice(first),
  };
}

function withoutOldest(ages: readonly KeyAge[]): KeyAge[] {
  const gone = ages
    .filter((age) => age.gone)
    .sort((a, b) => (a.lastChanged < b.lastChanged ? 1 : -1))
    .slice(0, maxGoneAges);
  return [...ages.filter((age) => !age.gone), ...gone];
}

/** What differs between two contents, by name. */
export function changeOf(before: Content, after: Content): EnvironmentChange {
  const was = new Map(valuesOf(before));
  const is = new Map(valuesOf(after));
  const names = (from: Map<string, string>, matches: (name: string, value: string) => boolean): string[] =>
    [...from]
      .filter(([name, value]) => matches(name, value))
      .map(([name]) => name)
      .sort();
  return {
    added: names(is, (name) => !was.has(name)),
    changed: names(is, (name, value) => was.has(name) && was.get(name) !== value),
    removed: names(was, (name) => !is.has(name)),
  };
}

/** The history as it may be shown: names and times, never a value. */
export function viewOf({ id, source, older, snapshots }: KeptHistory): EnvironmentHistory {
  const dropped = (snapshots[0]?.snapshot ?? 1) - 1;
  return {
    historyId: id,
    kind: source.kind,
    name: source.name,
    snapshots: snapshots.map(({ snapshot, at, content }, index) => {
      const before = snapshots[index - 1]?.content ?? (dropped === 0 ? { kind: 'absent' as const } : null);
      return {
        snapshot,
        at: Date.parse(at),
        isThere: content.kind !== 'absent',
        keys: valuesOf(content).length,
        change: before && changeOf(before, content),
      };
    }),
    dropped,
    keys: keyAges(snapshots.map(aged), older).map(({ name, firstSeen, lastChanged, gone }) => ({
      name,
      firstSeen: Date.parse(firstSeen),
      lastChanged: Date.parse(lastChanged),
      isGone: gone,
    })),
  };
}
