import { Id } from '../../shared/domain/status.ts';
import type { HostConnection } from '../hosts/host-connection.ts';
import { mustRun } from '../server-task/server.ts';

/** A copy as the server wrote it down. What a server says is hostile: every field was checked. */
export interface FoundCopy {
  readonly serviceId: string;
  readonly databaseId: string;
  readonly stamp: string;
  /** Ms, by the server's clock: the time in its name. */
  readonly takenAt: number;
  /** Of the database, unpacked. */
  readonly bytes: number;
  readonly sha256: string;
  readonly sourcePath: string;
  readonly container: {
    readonly id: string;
    readonly name: string;
    readonly imageId: string;
    readonly image: string;
  } | null;
}

export interface CopyReport {
  /** Seconds, by the server's clock. */
  readonly serverNow: number;
  readonly lastRun: { readonly at: number; readonly seconds: number } | null;
  readonly problems: readonly { readonly what: string; readonly detail: string }[];
  /** The newest first. */
  readonly copies: readonly FoundCopy[];
}

const lines = `cd "$1" 2>/dev/null || { echo absent; exit 0; }
printf 'now\\t%s\\n' "$(date +%s)"
[ -f last ] && read -r at seconds <last && printf 'last\\t%s\\t%s\\n' "$at" "$seconds"
[ -f problem ] && head -n 50 problem | sed 's/^/problem	/'
for facts in copies/*/*/*.facts; do
  [ -f "$facts" ] || continue
  printf 'copy\\t%s\\n' "$facts"
  head -n 20 "$facts"
  printf '\\n'
done | tail -c 1000000
exit 0`;

const place = /^copies\/([a-z0-9-]+)\/([a-z0-9-]+)\/(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ)\.facts$/;
const wholeNumber = /^\d{1,15}$/;

/** The instant that a copy's name says. NaN when it is no time. */
export function instantOf(stamp: string): number {
  const [day = '', time = ''] = stamp.slice(0, -1).split('T');
  return Date.parse(`${day}T${time.replaceAll('-', ':')}Z`);
}

/** What lies on the server, and how its last run went. @returns null when there is no such folder */
export async function readCopies(
  connection: HostConnection,
  folder: string,
  signal: AbortSignal,
): Promise<CopyReport | null> {
  const output = await mustRun(connection, 'list its copies', lines, [folder], {
    signal,
    maxOutputBytes: 2_000_000,
  });
  return parseReport(Buffer.from(output, 'latin1').toString('utf8'));
}

/** Pure part of `readCopies`. A copy that is not told of as our script tells it is left out. */
export function parseReport(text: string): CopyReport | null {
  const rows = text.split('\n').map((line) => line.split('\t'));
  if (rows[0]?.[0] === 'absent') return null;
  const number = (word: string | undefined): number | null =>
    word !== undefined && wholeNumber.test(word) ? Number(word) : null;
  const find = (key: string): string[] => rows.find(([name]) => name === key) ?? [];
  const [, at, seconds] = find('last');
  const lastAt = number(at);
  const copies: FoundCopy[] = [];
  for (const [index, row] of rows.entries()) {
    if (row[0] !== 'copy') continue;
    const end = rows.findIndex((other, place) => place > index && (other[0] === '' || other[0] === 'copy'));
    const facts = new Map(
      rows.slice(index + 1, end === -1 ? undefined : end).map(([key = '', value = '']) => [key, value]),
    );
    const copy = copyOf(row[1] ?? '', facts, number);
    if (copy) copies.push(copy);
  }
  return {
    serverNow: number(find('now')[1]) ?? 0,
    lastRun: lastAt === null ? null : { at: lastAt, seconds: number(seconds) ?? 0 },
    problems: rows.flatMap(([key, what = '', detail = '']) =>
      key === 'problem' ? [{ what: what.slice(0, 200), detail: detail.slice(0, 300) }] : [],
    ),
    copies: copies.sort((a, b) => b.takenAt - a.takenAt),
  };
}

function copyOf(
  path: string,
  facts: ReadonlyMap<string, string>,
  number: (word: string | undefined) => number | null,
): FoundCopy | null {
  const [, serviceId = '', databaseId = '', stamp = ''] = place.exec(path) ?? [];
  const takenAt = instantOf(stamp);
  const bytes = number(facts.get('bytes'));
  const sha256 = facts.get('sha256') ?? '';
  const sourcePath = facts.get('path') ?? '';
  if (!Id.safeParse(serviceId).success || !Id.safeParse(databaseId).success) return null;
  if (Number.isNaN(takenAt) || bytes === null || !/^[0-9a-f]{64}$/.test(sha256)) return null;
  if (sourcePath.length > 4096 || !sourcePath.startsWith('/')) return null;
  const id = facts.get('container') ?? '';
  const imageId = facts.get('image-id') ?? '';
  const image = facts.get('image') ?? '';
  const name = (facts.get('name') ?? '').replace(/^\//, '');
  const isContainer =
    /^[0-9a-f]{12,64}$/.test(id) &&
    /^sha256:[0-9a-f]{64}$/.test(imageId) &&
    [image, name].every((text) => text.length <= 255);
  return {
    serviceId,
    databaseId,
    stamp,
    takenAt,
    bytes,
    sha256,
    sourcePath,
    container: isContainer ? { id, name, imageId, image } : null,
  };
}
