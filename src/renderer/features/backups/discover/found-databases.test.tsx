import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Bridge } from '../../../../shared/bridge.ts';
import type { OutputOf } from '../../../../shared/contract.ts';
import type { DiscoveredDatabase } from '../../../../shared/domain/discovery.ts';
import type { HostView } from '../../../../shared/domain/host.ts';
import { defaultSettings } from '../../../../shared/domain/settings.ts';
import { startI18n } from '../../../app/i18n.ts';
import { mirrors } from '../../../stores/mirrors.ts';
import { TooltipProvider } from '../../../ui/tooltip.tsx';
import { FoundDatabases } from './found-databases.tsx';

const start = vi.fn<Bridge['start']>();
const at = (path: string, more: Partial<DiscoveredDatabase> = {}): DiscoveredDatabase => ({
  serviceId: 'surat-service',
  volume: 'surat-data',
  path,
  bytes: 8192,
  content: 'sqlite',
  named: null,
  suggestedId: 'arsip',
  ...more,
});
let databases: DiscoveredDatabase[] = [];
let added: OutputOf<'backup.discover'>['added'] = [];
const host = (state: 'connected' | 'waiting'): HostView =>
  ({ id: 'vps', name: 'Server RT 04', connection: { state } }) as HostView;
const open = (state: 'connected' | 'waiting' = 'connected') =>
  render(
    <TooltipProvider>
      <FoundDatabases host={host(state)} />
    </TooltipProvider>,
  );

beforeEach(() => {
  start.mockReset().mockImplementation(async (_id, name, input) => {
    if (name === 'backup.discover')
      return { ok: true, output: { databases, unread: [], isWhole: true, added, sharedWith: ['Cabang'] } };
    if (name === 'backup.unadopt') {
      added = [];
      return { ok: true, output: { profileId: 'rt04' } };
    }
    const { path, id } = input as { path: string; id: string };
    databases = databases.filter((each) => each.path !== path);
    const database = { id, engine: 'sqlite', path, volume: 'surat-data' };
    return { ok: true, output: { profileId: 'rt04', database } };
  });
  mirrors.settings.setState({ entities: { settings: { ...defaultSettings, language: 'en' } } });
  Object.defineProperty(window, 'ronda', {
    configurable: true,
    value: {
      start,
      cancel: () => undefined,
      onEvent: () => () => undefined,
      pathOf: () => '',
    } satisfies Bridge,
  });
  startI18n();
});
afterEach(cleanup);

test('a found database is adopted from the list, and the line goes when none is left', async () => {
  databases = [
    at('/app/data/arsip.db'),
    at('/app/data/fake.db', { content: 'other' }),
    at('/app/data/a\nb.db', { suggestedId: null }),
    at('/app/data/known.db', { named: { serviceId: 'surat-service', databaseId: 'known' } }),
  ];
  open();
  await screen.findByText(/2 databases were found/);
  await userEvent.click(screen.getByRole('button', { name: 'Look…' }));
  for (const part of [/Cabang/, /not SQLite/, /cannot name a path/]) screen.getByText(part);
  expect(screen.queryByText('/app/data/known.db')).toBeNull();
  expect(screen.getAllByRole('button', { name: /^Add / })).toHaveLength(1);
  await userEvent.click(screen.getByRole('button', { name: 'Add /app/data/arsip.db to the manual' }));
  expect(start.mock.calls.filter((each) => each[1] === 'backup.adopt').map((each) => each[2])).toEqual([
    { hostId: 'vps', serviceId: 'surat-service', path: '/app/data/arsip.db', id: 'arsip' },
  ]);
  await waitFor(() => expect(screen.queryByText('/app/data/arsip.db')).toBeNull());
});

test('nothing is asked of a server that is away, and nothing is said where everything is named', async () => {
  databases = [at('/app/data/arsip.db')];
  open('waiting');
  expect(start).not.toHaveBeenCalled();
  cleanup();
  databases = [];
  open();
  await waitFor(() => expect(start).toHaveBeenCalled());
  expect(screen.queryByRole('button')).toBeNull();
});

test('an added database is taken out again, also where nothing else was found', async () => {
  databases = [];
  const database = {
    id: 'arsip',
    engine: 'sqlite',
    path: '/app/data/arsip.db',
    volume: 'surat-data',
  } as const;
  added = [{ serviceId: 'surat-service', database }];
  open();
  await screen.findByText(/1 database was added/);
  await userEvent.click(screen.getByRole('button', { name: 'Look…' }));
  await userEvent.click(screen.getByRole('button', { name: 'Take out arsip of surat-service' }));
  expect(start.mock.calls.filter((each) => each[1] === 'backup.unadopt').map((each) => each[2])).toEqual([
    { hostId: 'vps', serviceId: 'surat-service', databaseId: 'arsip' },
  ]);
  await waitFor(() => expect(screen.queryByText('/app/data/arsip.db')).toBeNull());
});
