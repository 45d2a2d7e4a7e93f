import { expect, test } from 'vitest';
import type { EnvironmentHistory } from '../../../../shared/domain/environment.ts';
import { namesAt } from './snapshot-names.ts';

const at = 1_700_000_000_000;
const key = (name: string, isGone = false) => ({ name, firstSeen: at, lastChanged: at, isGone });
const history: EnvironmentHistory = {
  historyId: 'service-warga',
  kind: 'service',
  name: 'warga-service',
  dropped: 1,
  keys: [key('A'), key('C'), key('OLD', true)],
  snapshots: [
    { snapshot: 2, at, isThere: true, keys: 2, change: null },
    { snapshot: 3, at, isThere: true, keys: 2, change: { added: [], changed: ['A'], removed: [] } },
    { snapshot: 4, at, isThere: true, keys: 2, change: { added: ['C'], changed: [], removed: ['OLD'] } },
  ],
};

test('each snapshot has the names it had, not those of today', () => {
  expect(namesAt(history, 4)).toEqual(['A', 'C']);
  expect(namesAt(history, 3)).toEqual(['A', 'OLD']);
  expect(namesAt(history, 2)).toEqual(['A', 'OLD']);
});

test('a snapshot that is not there has none', () => {
  expect(namesAt(history, 1)).toBeNull();
});
