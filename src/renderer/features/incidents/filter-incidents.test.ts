import { expect, test } from 'vitest';
import type { Incident } from '../../../shared/domain/incident.ts';
import { filterIncidents, noFilter } from './filter-incidents.ts';

const day = 86_400_000;
const now = 100 * day;
const all = [
  {
    number: 1,
    title: 'Warga mati',
    severity: 'P1',
    state: 'open',
    hostId: 'a',
    serviceId: 'warga-service',
    openedAt: now - day,
  },
  {
    number: 2,
    title: 'Salah ketik',
    severity: 'P4',
    state: 'closed',
    hostId: 'b',
    serviceId: null,
    openedAt: now - 20 * day,
  },
  {
    number: 3,
    title: 'Disk penuh',
    severity: 'P2',
    state: 'closed',
    hostId: 'a',
    serviceId: null,
    openedAt: now - 80 * day,
  },
] as unknown as Incident[];
const numbers = (filter: object): number[] =>
  filterIncidents(all, { state: 'all', ...noFilter, ...filter }, now).map(({ number }) => number);

test.each([
  [{}, [1, 2, 3]],
  [{ state: 'closed' }, [2, 3]],
  [{ severity: 'P1' }, [1]],
  [{ hostId: 'a' }, [1, 3]],
  [{ age: 'week' }, [1]],
  [{ age: 'month' }, [1, 2]],
  [{ search: '#2' }, [2]],
  [{ search: 'warga-service p1' }, [1]],
  [{ hostId: 'a', state: 'closed', search: 'disk' }, [3]],
  [{ search: 'nothing' }, []],
])('%o leaves %j', (filter, expected) => {
  expect(numbers(filter)).toEqual(expected);
});
