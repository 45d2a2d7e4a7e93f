import { expect, test } from 'vitest';
import { addToCrontab, isInCrontab, takeFromCrontab } from './crontab.ts';

const rt04 = { task: 'ronda-night-watch', hostId: 'rt04' } as const;
const line = '* * * * * /bin/sh /home/a/.ronda-night-watch/rt04/ronda-night-watch.sh >/dev/null 2>&1';

test.each([
  ['no crontab', null],
  ['an empty one', ''],
  ['one without a last line end', '0 3 * * * backup'],
  ['one with comments, blank lines, variables', '# mine\n\nMAILTO=""\n5 4 * * sun echo "50\\% $HOME"\n\n\n'],
  ['one with tabs, CR and foreign bytes', '*/5\t* * * *\techo é\r\n'],
  ['the night watch of another host', `# ronda-night-watch rt04-b\n${line.replace('rt04', 'rt04-b')}\n`],
])('added and taken out again, %s is byte for byte what it was', (_what, before) => {
  const added = addToCrontab(before, rt04, line);
  expect(added.endsWith('\n')).toBe(true);
  expect(added.split('\n').filter((text) => text === line)).toHaveLength(1);
  expect(isInCrontab(added, rt04)).toBe(true);
  expect(takeFromCrontab(added, rt04)).toBe(before);
});

test('an update replaces the line where it stands', () => {
  const newer = line.replace('/bin/sh', '/bin/dash');
  const added = `${addToCrontab('a\n', rt04, line)}z\n`;
  const updated = addToCrontab(added, rt04, newer);
  expect(updated).toBe(added.replace(line, newer));
  expect(takeFromCrontab(updated, rt04)).toBe('a\nz\n');
});

test('lines that were added meanwhile stay, and a line that lost its marker goes', () => {
  expect(takeFromCrontab(`${addToCrontab(null, rt04, line)}@daily mine\n`, rt04)).toBe('@daily mine\n');
  expect(takeFromCrontab(`a\n${line}\nb\n`, rt04)).toBe('a\nb\n');
  const talk = `# see ${line}\n`;
  expect(takeFromCrontab(talk, rt04)).toBe(talk);
});

test('two tasks of one host do not meet', () => {
  const copies = { task: 'ronda-server-copy', hostId: 'rt04' } as const;
  const copyLine = '17 2 * * * /bin/sh /home/a/.ronda-server-copy/rt04/ronda-server-copy.sh >/dev/null 2>&1';
  const both = addToCrontab(addToCrontab('a\n', rt04, line), copies, copyLine);
  expect(takeFromCrontab(both, rt04)).toBe(addToCrontab('a\n', copies, copyLine));
  expect(takeFromCrontab(takeFromCrontab(both, copies) ?? '', rt04)).toBe('a\n');
});
