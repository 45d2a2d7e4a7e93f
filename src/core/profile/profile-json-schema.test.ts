import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { profileJsonSchema } from './profile-json-schema.ts';

const file = fileURLToPath(new URL('../../../resources/profiles/profile.schema.json', import.meta.url));

test('the schema for editors is the one that profiles are validated by (UPDATE_SCHEMA=1 writes it anew)', async () => {
  const schema = profileJsonSchema();
  if (process.env.UPDATE_SCHEMA === '1') await writeFile(file, `${JSON.stringify(schema, null, 2)}\n`);
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(schema)));
});

test('durations are strings of a given form for editors, and defaults may be left out', () => {
  const text = JSON.stringify(profileJsonSchema());
  expect(text).toContain('(ms|s|m|h|d|w)$');
  expect(text).toContain('"default":"20s"');
});
