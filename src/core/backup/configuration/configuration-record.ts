import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzipSync, gzip } from 'node:zlib';
import { z } from 'zod';
import {
  type ConfigurationHistory,
  ConfigurationOrigin,
  LineCounts,
} from '../../../shared/domain/configuration.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { ChangingSecrets } from '../../vault/vault.ts';
import { type KeptRound, keepInHistories, newestOf, parseRecord } from '../environment/kept-histories.ts';
import type { FileState } from '../environment/put-file-back.ts';
import { countLines } from './line-changes.ts';

const KeptContent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('file'),
    /** Its bytes, by gzip, in base64. */
    packed: z.base64(),
    sha256: z.string(),
    bytes: z.number().int().nonnegative(),
    uid: z.number().int().nonnegative(),
    gid: z.number().int().nonnegative(),
    mode: z.number().int().min(0).max(0o7777),
  }),
  z.object({ kind: z.literal('absent') }),
]);
type KeptContent = z.infer<typeof KeptContent>;

const KeptSnapshot = z.object({
  snapshot: z.number().int().positive(),
  at: z.iso.datetime(),
  content: KeptContent,
  lines: LineCounts.nullable(),
});
type KeptSnapshot = z.infer<typeof KeptSnapshot>;

const KeptHistory = z.object({
  id: z.string(),
  path: z.string().startsWith('/'),
  origin: ConfigurationOrigin,
  snapshots: z.array(KeptSnapshot).min(1),
});
export type KeptHistory = z.infer<typeof KeptHistory>;

/** The configuration files of a host, each with its history. It holds their contents: it lives in the vault and in core alone. */
const ConfigurationRecord = z.object({
  format: z.literal('ronda-configuration/1'),
  /** Random; what plans are named by, so that nothing can be guessed from their names. */
  key: z.base64(),
  histories: z.array(KeptHistory),
});
export type ConfigurationRecord = z.infer<typeof ConfigurationRecord>;

export const maxConfigurationBytes = 1024 * 1024;
export const maxSnapshots = 50;
const maxHistories = 200;
/** Packed. The vault is written whole: neither one history nor all of them must make it large. */
const maxHistoryBytes = 1024 * 1024;
const maxRecordBytes = 8 * 1024 * 1024;

const secretOf = (hostId: string): string => `configuration-${hostId}`;
const inBackground = promisify(gzip);

const parse =
  (hostId: string) =>
  (text: string | null): ConfigurationRecord =>
    parseRecord(
      text,
      ConfigurationRecord,
      'ronda-configuration/1',
      () => new RondaError('config.damaged', { host: hostId }),
    );

/** @throws RondaError `config.damaged` */
export async function readConfigurationRecord(
  vault: ChangingSecrets,
  hostId: string,
): Promise<ConfigurationRecord> {
  return parse(hostId)(await vault.read(secretOf(hostId)));
}

/** A history's id; a path is hashed so that it can be any length. */
export const historyIdOf = (path: string): string =>
  `config-${createHash('sha256').update(path).digest('hex').slice(0, 16)}`;

/** One file as it was found on the server. */
export interface FoundFile {
  readonly path: string;
  readonly origin: ConfigurationOrigin;
  readonly state: FileState;
}

async function pack(state: FileState): Promise<KeptContent> {
  if (state.kind === 'absent') return state;
  const { bytes, ...file } = state;
  return {
    ...file,
    packed: (await inBackground(bytes)).toString('base64'),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
  };
}

/** A kept file as it was. */
export function unpack(content: KeptContent): FileState {
  if (content.kind === 'absent') return content;
  const { uid, gid, mode } = content;
  const bytes = gunzipSync(Buffer.from(content.packed, 'base64'), { maxOutputLength: maxConfigurationBytes });
  return { kind: 'file', bytes, uid, gid, mode };
}

/**
 * Keeps what was found, where it is not what the newest snapshot holds.
 * @throws RondaError `vault.locked`, `vault.needs-passphrase`, `config.damaged`; nothing is kept then
 */
export async function keepFiles(
  vault: ChangingSecrets,
  hostId: string,
  found: readonly FoundFile[],
  now: number,
): Promise<KeptRound> {
  const packed = await Promise.all(found.map(async (each) => ({ ...each, content: await pack(each.state) })));
  return keepInHistories(
    vault,
    secretOf(hostId),
    parse(hostId),
    packed,
    ({ path }) => ({ id: historyIdOf(path), name: path }),
    (all: ReadonlyMap<string, KeptHistory>, file) => {
      const id = historyIdOf(file.path);
      const known = all.get(id);
      const bounded = makeRoom(new Map(all).set(id, withSnapshot(known, file, now)), id);
      if (bounded) return bounded;
      const code = all.size >= maxHistories && !known ? 'config.too-many' : 'config.too-large';
      return new RondaError(code, { path: file.path, count: maxHistories });
    },
  );
}

/** @param snapshot the newest where none is named @throws RondaError `config.unknown` */
export function findSnapshot(
  record: ConfigurationRecord,
  historyId: string,
  snapshot?: number,
): { readonly history: KeptHistory; readonly kept: KeptSnapshot; readonly before: KeptSnapshot | undefined } {
  const history = record.histories.find(({ id }) => id === historyId);
  const index =
    history && snapshot === undefined
      ? history.snapshots.length - 1
      : (history?.snapshots.findIndex((each) => each.snapshot === snapshot) ?? -1);
  const kept = history?.snapshots[index];
  if (!history || !kept) throw new RondaError('config.unknown');
  return { history, kept, before: history.snapshots[index - 1] };
}

/** Owner and mode are no content: they may change without making a snapshot. */
const isSame = (one: KeptContent, other: KeptContent): boolean =>
  one.kind === 'file' && other.kind === 'file' ? one.sha256 === other.sha256 : one.kind === other.kind;

const bytesOf = (state: FileState): Buffer => (state.kind === 'file' ? state.bytes : Buffer.alloc(0));

/** The history with this content as its newest; only with the newest owner and mode when it holds it already. */
function withSnapshot(
  history: KeptHistory | undefined,
  { path, origin, state, content }: FoundFile & { readonly content: KeptContent },
  now: number,
): KeptHistory {
  const last = history && newestOf(history);
  if (history && last && isSame(last.content, content))
    return { ...history, origin, snapshots: [...history.snapshots.slice(0, -1), { ...last, content }] };
  const next: KeptSnapshot = {
    snapshot: (last?.snapshot ?? 0) + 1,
    // A clock that was set back must not put a snapshot before the ones it follows.
    at: new Date(Math.max(now, last ? Date.parse(last.at) : 0)).toISOString(),
    content,
    lines: countLines(last ? bytesOf(unpack(last.content)) : Buffer.alloc(0), bytesOf(state)),
  };
  const snapshots = [...(history?.snapshots ?? []), next].slice(-maxSnapshots);
  return { id: historyIdOf(path), path, origin, snapshots };
}

const sizeOf = ({ content }: KeptSnapshot): number => (content.kind === 'file' ? content.packed.length : 0);
const weightOf = ({ snapshots }: KeptHistory): number =>
  snapshots.reduce((sum, each) => sum + sizeOf(each), 0);
const withoutOldest = (history: KeptHistory): KeptHistory => ({
  ...history,
  snapshots: history.snapshots.slice(1),
});

/**
 * Without the oldest snapshots that are too much; of each history the newest stays, of the one that grew the newest two:
 * the one before may be what stood there until a moment ago, and lies nowhere else.
 * @param grown the history that was added to
 * @returns null where even the newest of all are too much
 */
function makeRoom(all: Map<string, KeptHistory>, grown: string): Map<string, KeptHistory> | null {
  if (all.size > maxHistories) return null;
  const histories = new Map(all);
  const weights = new Map([...histories].map(([id, history]) => [id, weightOf(history)]));
  const drop = (id: string): void => {
    const history = histories.get(id);
    if (!history) return;
    histories.set(id, withoutOldest(history));
    weights.set(id, weightOf(withoutOldest(history)));
  };
  const canDrop = (id: string): boolean =>
    (histories.get(id)?.snapshots.length ?? 0) > (id === grown ? 2 : 1);
  while (canDrop(grown) && (weights.get(grown) ?? 0) > maxHistoryBytes) drop(grown);
  for (;;) {
    const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
    if (total <= maxRecordBytes) return histories;
    const [heaviest] = [...weights].filter(([id]) => canDrop(id)).sort(([, a], [, b]) => b - a)[0] ?? [];
    if (heaviest === undefined) return null;
    drop(heaviest);
  }
}

/** The history as it may be shown: no content. */
export function viewOf({ id, path, origin, snapshots }: KeptHistory): ConfigurationHistory {
  return {
    historyId: id,
    path,
    origin,
    snapshots: snapshots.map(({ snapshot, at, content, lines }) => ({
      snapshot,
      at: Date.parse(at),
      isThere: content.kind === 'file',
      bytes: content.kind === 'file' ? content.bytes : 0,
      lines,
    })),
    dropped: (snapshots[0]?.snapshot ?? 1) - 1,
  };
}
