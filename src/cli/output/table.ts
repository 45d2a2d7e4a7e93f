import { plainText } from './plain-text.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'right';
}

export interface Cell {
  readonly text: string;
  /** Applied after the cell was padded, so that escapes do not count as width. */
  readonly paint?: (text: string) => string;
}

const gap = '  ';

/**
 * A table of text. Cells are made inert; the last column is cut to the terminal's width, never when there is
 * none (a pipe gets everything).
 */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly (string | Cell)[])[],
  terminalWidth?: number,
): string {
  const cells = rows.map((row) =>
    row.map((cell): Cell => {
      const { text, ...rest } = typeof cell === 'string' ? { text: cell } : cell;
      return { ...rest, text: plainText(text) };
    }),
  );
  const widths = columns.map((column, index) =>
    Math.max(length(column.title), ...cells.map((row) => length(row[index]?.text ?? ''))),
  );
  const last = columns.length - 1;
  const used = widths.slice(0, last).reduce((sum, width) => sum + width + gap.length, 0);
  const room = terminalWidth === undefined ? Number.POSITIVE_INFINITY : Math.max(10, terminalWidth - used);
  const line = (row: readonly Cell[]): string =>
    row
      .map((cell, index) => {
        const cut = index === last ? shorten(cell.text, room) : cell.text;
        const padding = ' '.repeat(Math.max(0, (widths[index] ?? 0) - length(cut)));
        const painted = cell.paint ? cell.paint(cut) : cut;
        if (columns[index]?.align === 'right') return padding + painted;
        return index === last ? painted : painted + padding;
      })
      .join(gap)
      .trimEnd();
  return [columns.map((column) => ({ text: column.title })), ...cells].map(line).join('\n');
}

const length = (text: string): number => [...text].length;

function shorten(text: string, room: number): string {
  return length(text) <= room
    ? text
    : `${[...text]
        .slice(0, room - 1)
        .join('')
        .trimEnd()}…`;
}
