import type { BenchResult, Measurement } from './measurement.ts';

/** The results as a table for people; every line of it is also in the JSON. */
export function formatTable(results: readonly BenchResult[], measurements: readonly Measurement[]): string {
  const head = ['name', 'unit', 'ours', 'peer', 'ratio', 'target', '', 'compared with'];
  const rows = results.map((result) => [
    result.name,
    result.unit,
    rounded(result.value),
    rounded(result.peerValue),
    result.ratio.toFixed(2),
    Number.isFinite(result.target)
      ? `${betterOf(result, measurements) === 'lower' ? '≤' : '≥'} ${result.target}`
      : 'none',
    Number.isFinite(result.target) ? (result.ok ? 'ok' : 'MISSED') : '',
    `${result.peer}, median of ${result.runs.length}`,
  ]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const isNumber = (column: number): boolean => column >= 2 && column <= 4;
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [head, ...rows].map((cells) => `${line(cells)}\n`).join('');
}

function betterOf(result: BenchResult, measurements: readonly Measurement[]): Measurement['better'] {
  return measurements.find(({ name }) => name === result.name)?.better ?? 'lower';
}

function rounded(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
