import { expect, test } from 'vitest';
import { renderTable } from './table.ts';

const columns = [{ title: 'Service' }, { title: 'ms', align: 'right' as const }, { title: 'Reason' }];

test('columns line up and numbers stand right', () => {
  expect(
    renderTable(columns, [
      ['warga', '7', 'ok'],
      ['gateway', '1200', 'slow'],
    ]),
  ).toBe(['Service    ms  Reason', 'warga       7  ok', 'gateway  1200  slow'].join('\n'));
});

test('paint does not count as width', () => {
  const paint = (text: string) => `<${text}>`;
  const [, row] = renderTable(columns, [[{ text: 'a', paint }, '1', 'x']]).split('\n');
  expect(row).toBe('<a>         1  x');
});

test('the last column is cut to a terminal and left whole in a pipe', () => {
  const rows = [['warga', '7', 'x'.repeat(100)]];
  expect(renderTable(columns, rows, 40).split('\n')[1]).toHaveLength(40);
  expect(renderTable(columns, rows)).toContain('x'.repeat(100));
});

test('a container name cannot break the table', () => {
  expect(renderTable(columns, [['a\nb\u001b[2J', '1', 'x']]).split('\n')).toHaveLength(2);
});
