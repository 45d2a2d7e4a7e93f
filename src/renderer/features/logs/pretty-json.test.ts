import { expect, test } from 'vitest';
import { prettyJson } from './pretty-json.ts';

test('a JSON line is laid out', () => {
  expect(prettyJson('{"level":"info","n":[1]}')).toBe('{\n  "level": "info",\n  "n": [\n    1\n  ]\n}');
});

test('a prefix stays on its own line', () => {
  expect(prettyJson('20:01 INFO {"a":1}')).toBe('20:01 INFO\n{\n  "a": 1\n}');
});

test.each(['plain text', '{not json}', '"text"', '42', '{"a":1} trailing', ''])(
  'what is not JSON stays as it is: %s',
  (text) => {
    expect(prettyJson(text)).toBeNull();
  },
);
