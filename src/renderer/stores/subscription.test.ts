import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RondaError } from '../../shared/errors.ts';
import type { PublishedState, StateEvent } from '../../shared/state.ts';
import type { Call } from '../bridge/client.ts';
import { useLink } from './link.ts';
import { mirrors } from './mirrors.ts';
import { startSubscription } from './subscription.ts';

const job = (id: string) => ({
  id,
  kind: 'backup' as const,
  subject: id,
  hostId: null,
  state: 'running' as const,
  progress: null,
  startedAt: 1,
  endedAt: null,
  error: null,
});
const snapshot = (revision: number, ids: string[]): StateEvent => ({
  kind: 'snapshot',
  revision,
  state: {
    app: {},
    settings: {},
    hosts: {},
    prompts: {},
    profiles: {},
    tiles: {},
    backups: {},
    backupPlans: {},
    secondCopy: {},
    incidents: {},
    alerts: {},
    silences: {},
    jobs: Object.fromEntries(ids.map((id) => [id, job(id)])),
  } satisfies PublishedState,
});
const patch = (revision: number, key: string, gone = false): StateEvent => ({
  kind: 'patch',
  revision,
  changes: [{ slice: 'jobs', key, value: gone ? null : job(key) }],
});

/** Stands for core: keeps each watch open until it is cancelled or made to fail. */
function fakeCore() {
  const watches: { emit: (event: StateEvent) => void; fail: (error: Error) => void; signal: AbortSignal }[] =
    [];
  const call = ((
    _name: string,
    _input: unknown,
    options: { signal: AbortSignal; onEvent: (event: StateEvent) => void },
  ) =>
    new Promise((_resolve, reject) => {
      options.signal.addEventListener('abort', () => reject(new RondaError('common.cancelled')));
      watches.push({ emit: options.onEvent, fail: reject, signal: options.signal });
    })) as Call;
  return { watches, call };
}

let stop = (): void => undefined;
beforeEach(() => {
  mirrors.jobs.setState({ entities: {} });
  useLink.setState({ state: 'starting', error: null });
});
afterEach(() => stop());
const jobs = (): string[] => Object.keys(mirrors.jobs.getState().entities).sort();

it('mirrors the snapshot and the patches that follow it', () => {
  const { watches, call } = fakeCore();
  stop = startSubscription(call);
  watches[0]?.emit(snapshot(7, ['a']));
  watches[0]?.emit(patch(8, 'b'));
  watches[0]?.emit(patch(9, 'a', true));
  expect(jobs()).toEqual(['b']);
  expect(useLink.getState().state).toBe('live');
});

it('asks for a new snapshot when a patch is missing, and never shows a state that never was', async () => {
  const { watches, call } = fakeCore();
  stop = startSubscription(call);
  watches[0]?.emit(snapshot(7, ['a']));
  watches[0]?.emit(patch(9, 'c'));
  expect(jobs()).toEqual(['a']);
  expect(watches[0]?.signal.aborted).toBe(true);
  await vi.waitFor(() => expect(watches).toHaveLength(2), { timeout: 10_000 });
  watches[0]?.emit(patch(10, 'd'));
  watches[1]?.emit(snapshot(10, ['a', 'b', 'c']));
  expect(jobs()).toEqual(['a', 'b', 'c']);
});

it('says that the link is lost, waits, and begins again', async () => {
  const { watches, call } = fakeCore();
  const waited: number[] = [];
  stop = startSubscription(call, async (ms) => {
    waited.push(ms);
  });
  watches[0]?.emit(snapshot(1, ['a']));
  watches[0]?.fail(new RondaError('common.unexpected', { detail: 'x' }));
  await vi.waitFor(() => expect(watches).toHaveLength(2), { timeout: 10_000 });
  expect(useLink.getState().state).toBe('lost');
  expect(waited).toEqual([1000]);
  watches[1]?.emit(snapshot(1, ['b']));
  expect(jobs()).toEqual(['b']);
  expect(useLink.getState().state).toBe('live');
});

it('leaves the entities that did not change as the same objects, so that their tiles do not render', () => {
  const { watches, call } = fakeCore();
  stop = startSubscription(call);
  watches[0]?.emit(snapshot(1, ['a', 'b']));
  const before = mirrors.jobs.getState().entities.a;
  watches[0]?.emit(patch(2, 'b'));
  expect(mirrors.jobs.getState().entities.a).toBe(before);
});
