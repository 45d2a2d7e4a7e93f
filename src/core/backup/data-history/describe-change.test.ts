import { expect, test } from 'vitest';
import { describeChange } from './describe-change.ts';

test('a change is told by file, with the entries that came and went', () => {
  expect(describeChange({ 'a.json': '[1,2,2]' }, { 'a.json': '[1,2,3,4]' })).toBe(
    'a.json: changed, +2 -1 entries',
  );
  expect(describeChange({ 'a.json': '{"x":1,"y":2}' }, { 'a.json': '{"x":1,"y":3}' })).toBe(
    'a.json: changed, +1 -1 entries',
  );
});

test('new, removed and broken files are told, and nothing changed is no message', () => {
  expect(
    describeChange(
      { 'gone.json': '[1]', 'same.json': '1', 'torn.json': '[1]' },
      {
        'new.json': '{"a":1}',
        'same.json': '1',
        'torn.json': '[1',
      },
    ),
  ).toBe(
    '3 files changed\n\ngone.json: removed, +0 -1 entries\nnew.json: new, +1 -0 entries\ntorn.json: changed',
  );
  expect(describeChange({ a: '1' }, { a: '1' })).toBeNull();
});

test('a file name writes no line of its own, a content is never told, a long list is cut', () => {
  expect(describeChange({}, { 'a\nSigned-off-by: x': '["rahasia"]' })).toBe(
    'a\\nSigned-off-by: x: new, +1 -0 entries',
  );
  const many = Object.fromEntries(Array.from({ length: 40 }, (_none, at) => [`${at}.json`, '[]']));
  expect(describeChange({}, many)?.split('\n')).toHaveLength(13);
  expect(describeChange({}, many)).toContain('and 30 more');
});
