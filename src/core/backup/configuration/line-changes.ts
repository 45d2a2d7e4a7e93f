import type { LineCounts } from '../../../shared/domain/configuration.ts';

type Mark = ' ' | '+' | '-';
interface Line {
  readonly mark: Mark;
  readonly text: string;
}

/** So many comparisons are worth a minimal difference; what is larger is told as replaced as a whole. */
const maxCells = 1_000_000;
/** Unchanged lines shown around each change. */
const around = 3;

/** A file's text; null for what is none. */
export function textOf(bytes: Buffer): string | null {
  const text = bytes.toString('utf8');
  return bytes.includes(0) || !Buffer.from(text).equals(bytes) ? null : text;
}

/** With their line breaks: a last line without one is another line than with it. */
const linesOf = (text: string): string[] => (text === '' ? [] : text.split(/(?<=\n)/));

function compare(before: readonly string[], after: readonly string[]): Line[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  const most = Math.min(before.length, after.length) - head;
  while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const marked = (mark: Mark, lines: readonly string[]): Line[] => lines.map((text) => ({ mark, text }));
  return [
    ...marked(' ', before.slice(0, head)),
    ...compareMiddle(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...marked(' ', before.slice(before.length - tail)),
  ];
}

/** By the longest common subsequence. */
function compareMiddle(before: readonly string[], after: readonly string[]): Line[] {
  const width = after.length + 1;
  const isSmall = before.length * after.length <= maxCells;
  const longest = new Uint32Array(isSmall ? (before.length + 1) * width : 0);
  const at = (row: number, column: number): number => longest[row * width + column] ?? 0;
  if (isSmall)
    for (let row = before.length - 1; row >= 0; row -= 1)
      for (let column = after.length - 1; column >= 0; column -= 1)
        longest[row * width + column] =
          before[row] === after[column]
            ? at(row + 1, column + 1) + 1
            : Math.max(at(row + 1, column), at(row, column + 1));
  const lines: Line[] = [];
  let row = 0;
  let column = 0;
  while (row < before.length || column < after.length) {
    const was = before[row];
    const is = after[column];
    if (isSmall && was !== undefined && was === is) {
      lines.push({ mark: ' ', text: was });
      row += 1;
      column += 1;
    } else if (was !== undefined && (is === undefined || at(row + 1, column) >= at(row, column + 1))) {
      lines.push({ mark: '-', text: was });
      row += 1;
    } else {
      lines.push({ mark: '+', text: is ?? '' });
      column += 1;
    }
  }
  return lines;
}

/** How many lines came and went; null where one of the two is no text. */
export function countLines(before: Buffer, after: Buffer): LineCounts | null {
  const [was, is] = [textOf(before), textOf(after)];
  if (was === null || is === null) return null;
  const lines = compare(linesOf(was), linesOf(is));
  const count = (mark: Mark): number => lines.filter((line) => line.mark === mark).length;
  return { added: count('+'), removed: count('-') };
}

/** What changed between two texts, as `diff -u` prints it. */
export function unifiedChange(before: string, after: string): string {
  const lines = compare(linesOf(before), linesOf(after));
  const isNear = lines.map(() => false);
  for (const [index, { mark }] of lines.entries())
    if (mark !== ' ') isNear.fill(true, Math.max(0, index - around), index + around + 1);
  const hunks: string[] = [];
  let was = 1;
  let is = 1;
  for (let index = 0; index < lines.length; ) {
    let end = index;
    while (end < lines.length && isNear[end]) end += 1;
    const hunk = lines.slice(index, Math.max(end, index + 1));
    const old = hunk.filter(({ mark }) => mark !== '+').length;
    const now = hunk.filter(({ mark }) => mark !== '-').length;
    if (end > index) {
      const from = (start: number, count: number): string => `${count === 0 ? start - 1 : start},${count}`;
      hunks.push(`@@ -${from(was, old)} +${from(is, now)} @@\n`, ...hunk.map(shown));
    }
    was += old;
    is += now;
    index += hunk.length;
  }
  return hunks.join('');
}

const shown = ({ mark, text }: Line): string =>
  text.endsWith('\n') ? mark + text : `${mark}${text}\n\\ No newline at end of file\n`;
