import { expect, test } from 'vitest';
import { type FileContent, type FilePlace, type FileState, putFileBack } from './put-file-back.ts';

const file = (text: string, mode = 0o640): FileContent => ({
  kind: 'file',
  bytes: Buffer.from(text),
  uid: 33,
  gid: 33,
  mode,
});
const absent: FileState = { kind: 'absent' };

/** A server with one file; `onReplace` says what becomes of what is written to it. */
function placeWith(first: FileState, onReplace: (content: FileContent, turn: number) => FileState) {
  let stands = first;
  let turn = 0;
  const place: FilePlace = {
    read: async () => stands,
    async replace(content) {
      turn += 1;
      stands = onReplace(content, turn);
    },
    async remove() {
      stands = absent;
    },
  };
  return { place, stands: () => stands };
}
const path = '/opt/prisma/.env';

test('a file is put there with owner and mode', async () => {
  const server = placeWith(file('A=2'), (content) => content);
  expect(await putFileBack(server.place, path, file('A=2'), file('A=1'))).toBeNull();
  expect(server.stands()).toEqual(file('A=1'));
});

test.each([
  ['another text', (content: FileContent) => ({ ...content, bytes: Buffer.from('A=rahasia') })],
  ['another mode', (content: FileContent) => ({ ...content, mode: 0o666 })],
  ['nothing', () => absent],
])('where %s is read back, the old file is put back', async (_what, garble) => {
  const server = placeWith(file('A=2'), (content, turn) => (turn === 1 ? garble(content) : content));
  const reason = await putFileBack(server.place, path, file('A=2'), file('A=1'));
  expect(reason).toContain('not what was written');
  expect(reason).not.toContain('rahasia');
  expect(server.stands()).toEqual(file('A=2'));
});

test('where there was no file, none is left', async () => {
  const server = placeWith(absent, (content) => ({ ...content, mode: 0 }));
  expect(await putFileBack(server.place, path, absent, file('A=1'))).not.toBeNull();
  expect(server.stands()).toEqual(absent);
});

test('a write that failed before it changed anything leaves the file alone', async () => {
  let writes = 0;
  const server = placeWith(file('A=2'), () => {
    writes += 1;
    throw new Error('disk full');
  });
  await expect(putFileBack(server.place, path, file('A=2'), file('A=1'))).resolves.toBe('disk full');
  expect(writes).toBe(1);
});

test('a file that can neither be put back nor be left as it was is an error that says so', async () => {
  const server = placeWith(file('A=2'), () => file('torn'));
  await expect(putFileBack(server.place, path, file('A=2'), file('A=1'))).rejects.toMatchObject({
    code: 'env.restore-failed',
    hint: expect.stringContaining('newest snapshot'),
  });
});
