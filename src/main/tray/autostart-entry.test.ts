import { expect, test } from 'vitest';
import { autostartEntry } from './autostart-entry.ts';

const execOf = (command: readonly string[]): string =>
  autostartEntry(command)
    .split('\n')
    .find((line) => line.startsWith('Exec=')) ?? '';

test('a command with blanks, quotes and signs of the shell starts as it is', () => {
  expect(execOf(['/opt/Ronda app/ronda', '--home', '/home/siti/data 100%'])).toBe(
    'Exec="/opt/Ronda app/ronda" "--home" "/home/siti/data 100%%"',
  );
  expect(execOf(['/a"b', '$HOME', '`x`', 'c\\d'])).toBe(
    'Exec="/a\\\\"b" "\\\\$HOME" "\\\\`x\\\\`" "c\\\\\\\\d"',
  );
});

test('a line break in a name cannot become a second key', () => {
  expect(() => autostartEntry(['/a\nExec=evil'])).toThrow();
});
