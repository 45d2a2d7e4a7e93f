import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { defaultSettings } from '../../shared/domain/settings.ts';
import type { StateEvent } from '../../shared/state.ts';
import { createPublishedState } from './published-state.ts';

test('a watcher gets a snapshot, then patches numbered without a gap', async () => {
  const state = createPublishedState();
  state.set('settings', 'settings', defaultSettings);
  const events: StateEvent[] = [];
  state.subscribe((event) => events.push(event));
  state.set('settings', 'settings', { ...defaultSettings, theme: 'dark' });
  await turn();
  state.set('settings', 'settings', { ...defaultSettings, theme: 'light' });
  await turn();
  expect(events.map((event) => event.kind)).toEqual(['snapshot', 'patch', 'patch']);
  const [first, ...rest] = events.map((event) => event.revision);
  expect(rest).toEqual([(first ?? 0) + 1, (first ?? 0) + 2]);
});

test('changes of one turn travel as one patch that holds the newest value', async () => {
  const state = createPublishedState();
  const events: StateEvent[] = [];
  state.subscribe((event) => events.push(event));
  state.set('settings', 'settings', { ...defaultSettings, theme: 'dark' });
  state.set('settings', 'settings', { ...defaultSettings, theme: 'light' });
  state.remove('settings', 'settings');
  await turn();
  expect(events[1]).toMatchObject({
    kind: 'patch',
    changes: [{ slice: 'settings', key: 'settings', value: null }],
  });
});

test('a watcher that has left hears nothing more', async () => {
  const state = createPublishedState();
  const events: StateEvent[] = [];
  state.subscribe((event) => events.push(event))();
  state.set('settings', 'settings', defaultSettings);
  await turn();
  expect(events).toHaveLength(1);
});
