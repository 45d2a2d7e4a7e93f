import { closeSync, openSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readDescriptor } from './read-descriptor.ts';

const never = new AbortController().signal;

async function reading(content: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'ronda-fd-')), 'secret');
  await writeFile(file, content);
  const fd = openSync(file, 'r');
  try {
    return await readDescriptor(fd, '--password-fd', never);
  } finally {
    closeSync(fd);
  }
}

test('a secret is the first line, without its line break', async () => {
  expect(await reading('pos ronda\n')).toBe('pos ronda');
  expect(await reading('pos ronda\r\nrest')).toBe('pos ronda');
  expect(await reading('no line break')).toBe('no line break');
});

test.each([
  ['empty', ''],
  ['endless', 'x'.repeat(10_000)],
])('a descriptor that is %s is refused', async (_what, content) => {
  await expect(reading(content)).rejects.toMatchObject({ code: 'cli.descriptor-unreadable' });
});

test('a descriptor that is not open is named', async () => {
  await expect(readDescriptor(9999, '--password-fd', never)).rejects.toMatchObject({
    code: 'cli.descriptor-unreadable',
    params: expect.objectContaining({ fd: 9999, option: '--password-fd' }),
  });
});
