import { PassThrough, Readable } from 'node:stream';
import { type Header, pack } from 'tar-stream';
import { expect, test } from 'vitest';
import { type ArchiveSummary, inspectArchive } from './inspect-archive.ts';

const never = new AbortController().signal;

async function tarOf(entries: readonly Partial<Header>[]): Promise<Buffer> {
  const tar = pack();
  for (const header of entries) {
    const whole = { name: './x', ...header } as Header;
    if (header.type) tar.entry(whole);
    else tar.entry(whole, 'a');
  }
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
const inspect = async (entries: readonly Partial<Header>[]): Promise<ArchiveSummary> =>
  inspectArchive(Readable.from([await tarOf(entries)]), never);

test.each<[string, Partial<Header>[], string]>([
  ['an absolute name', [{ name: '/etc/passwd' }], '/etc/passwd leads out of the folder'],
  ['a name with two dots', [{ name: './a/../../b' }], './a/../../b leads out of the folder'],
  ['two dots that stay within', [{ name: './a/../b' }], './a/../b leads out of the folder'],
  ['a device', [{ type: 'block-device' }], './x is a block-device'],
  ['a pipe', [{ type: 'fifo' }], './x is a fifo'],
  ['a link to elsewhere', [{ type: 'symlink', linkname: '/etc' }], './x is a link that leads out'],
  ['a link upwards', [{ type: 'symlink', linkname: '../etc' }], './x is a link that leads out'],
  ['a hard link upwards', [{ type: 'link', linkname: '../shadow' }], './x is a hard link that leads out'],
  [
    'a file below a link',
    [{ type: 'symlink', linkname: 'y' }, { name: './x/file' }],
    './x/file lies below a link',
  ],
])('%s may not be unpacked', async (_what, entries, problem) => {
  expect((await inspect(entries)).problems).toEqual([problem]);
});

test('links that stay within, and names that only look odd, may be unpacked', async () => {
  const { problems, entries, files } = await inspect([
    { name: './sub/l', type: 'symlink', linkname: '../x' },
    { name: './..x' },
    { name: './-rf' },
    { name: './h', type: 'link', linkname: './x' },
  ]);
  expect({ problems, entries, files }).toEqual({ problems: [], entries: 4, files: 2 });
});

test('control characters in a name do not reach the text, and a long list of problems is cut', async () => {
  const many = Array.from({ length: 500 }, () => ({ name: '/\u001b[31m' }));
  const { problems, entries } = await inspect(many);
  expect(entries).toBe(500);
  expect(problems).toHaveLength(20);
  expect(problems[0]).not.toContain('\u001b');
});

test('a hundred thousand entries are read to the end', async () => {
  const tar = pack();
  const inspected = inspectArchive(Readable.from(tar), never);
  for (let at = 0; at < 100_000; at++) tar.entry({ name: `./${at}` }, '');
  tar.finalize();
  expect(await inspected).toMatchObject({ entries: 100_000, files: 100_000, problems: [] });
}, 60_000);

test('an archive that ends early is damaged', async () => {
  const whole = await tarOf([{}, {}]);
  await expect(inspectArchive(Readable.from([whole.subarray(0, 1100)]), never)).rejects.toThrow();
});

test('an aborted inspection ends', async () => {
  const life = new AbortController();
  const stuck = new PassThrough();
  const inspected = inspectArchive(stuck, life.signal);
  life.abort();
  await expect(inspected).rejects.toThrow('aborted');
});
