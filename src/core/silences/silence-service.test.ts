import { expect, test } from 'vitest';
import type { Silence } from '../../shared/domain/silence.ts';
import { silentLog } from '../platform/log.ts';
import { createManualClock } from '../platform/manual-clock.ts';
import { createPublishedState } from '../state/published-state.ts';
import { createSilences } from './silence-service.ts';

const minute = 60_000;
const start = Date.parse('2026-11-23T00:00:00Z');
const context = { signal: new AbortController().signal, emit: async () => undefined };

function setUp() {
  const clock = createManualClock(start);
  const kept = new Map<string, Silence>();
  const state = createPublishedState();
  const told: string[][] = [];
  const silences = createSilences({
    repository: {
      list: async () => [...kept.values()],
      add: async (silence) => void kept.set(silence.id, silence),
      remove: async (id) => kept.delete(id),
      removeHost: async (hostId) => {
        for (const [id, silence] of kept) if (silence.hostId === hostId) kept.delete(id);
      },
    },
    publisher: state,
    clock,
    log: silentLog,
    author: () => 'Siti',
    onChange: (hostIds) => void told.push([...hostIds]),
  });
  const once = (serviceId: string | null, minutes: number, hostId = 'rt04') =>
    silences.handlers['silences.add'](
      {
        hostId,
        serviceId,
        reason: 'Pindahan',
        window: { kind: 'once', from: clock.now(), to: clock.now() + minutes * minute },
      },
      context,
    );
  return { clock, kept, state, told, silences, once };
}

test('a silence holds for its service alone, or for all of its host', async () => {
  const { silences, once } = setUp();
  await once('warga-service', 10);
  expect(silences.of('rt04', 'warga-service')).toMatchObject({ by: 'Siti', ofHost: false });
  expect([
    silences.of('rt04', 'surat-service'),
    silences.of('rt04', null),
    silences.of('other', 'warga-service'),
  ]).toEqual([null, null, null]);
  await once(null, 5);
  expect(silences.of('rt04', 'surat-service')).toMatchObject({ ofHost: true });
  // Of two, the one that ends last.
  expect(silences.of('rt04', 'warga-service')).toMatchObject({ until: start + 10 * minute });
});

test('its host hears of it once when it begins and once when it ends, and what is over is not kept', async () => {
  const { clock, kept, state, told, silences, once } = setUp();
  const stop = new AbortController();
  const running = silences.run(stop.signal);
  await once('warga-service', 10);
  expect(told).toEqual([['rt04']]);
  await clock.advance(9 * minute);
  expect(told).toHaveLength(1);
  await clock.advance(minute + 100);
  expect(told).toEqual([['rt04'], ['rt04']]);
  expect([silences.of('rt04', 'warga-service'), kept.size, state.list('silences')]).toEqual([null, 0, []]);
  stop.abort();
  await clock.advance(minute);
  await running;
});

test('a maintenance window comes by itself, by the clock of its zone', async () => {
  const { clock, told, silences } = setUp();
  const stop = new AbortController();
  const running = silences.run(stop.signal);
  await silences.handlers['silences.add'](
    {
      hostId: 'rt04',
      serviceId: null,
      reason: 'Pembaruan',
      // 07:30 in Jakarta is half an hour from now.
      window: { kind: 'recurring', cron: '30 7 * * *', minutes: 15, timeZone: 'Asia/Jakarta' },
    },
    context,
  );
  expect(silences.of('rt04', null)).toBeNull();
  await clock.advance(30 * minute + 100);
  expect(silences.of('rt04', null)).toMatchObject({ until: start + 45 * minute });
  expect(told).toEqual([['rt04']]);
  await clock.advance(15 * minute);
  expect(silences.of('rt04', null)).toBeNull();
  stop.abort();
  await clock.advance(minute);
  await running;
});

test('ended by hand it is over at once; ending it again is told', async () => {
  const { silences, once, told } = setUp();
  const { silence } = await once(null, 60);
  await silences.handlers['silences.end']({ silenceId: silence.id }, context);
  expect(silences.of('rt04', null)).toBeNull();
  expect(told).toHaveLength(2);
  await expect(silences.handlers['silences.end']({ silenceId: silence.id }, context)).rejects.toMatchObject({
    code: 'common.not-found',
  });
});
