import { cleanup, render, renderHook, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Bridge } from '../../shared/bridge.ts';
import type { HostView } from '../../shared/domain/host.ts';
import type { TileView } from '../../shared/domain/service.ts';
import { defaultSettings } from '../../shared/domain/settings.ts';
import { mirrors } from '../stores/mirrors.ts';
import { useOpenDialog } from './dialogs.ts';
import { startI18n } from './i18n.ts';
import { Palette } from './palette.tsx';
import { paletteScore } from './palette-commands.ts';
import { useRoute } from './router.ts';

const tile: TileView = {
  id: 'vps/warga-service',
  hostId: 'vps',
  serviceId: 'warga-service',
  name: 'Warga',
  runsAs: 'container',
  port: 4001,
  status: 'up',
  containers: [
    {
      id: 'a1b2c3d4e5f6',
      name: 'prisma-warga-1',
      image: 'ronda-sample/warga-service:1.0.0',
      imageId: 'sha256:abc',
      state: 'running',
      health: 'healthy',
      createdAt: 0,
      startedAt: 0,
      restartCount: 0,
      exitCode: null,
      cpuPercent: null,
      memoryBytes: null,
      memoryLimitBytes: null,
      io: null,
    },
  ],
  databases: [
    { id: 'warga', path: '/app/data/warga.db', takenAt: null, verifiedAt: null, restoreTestedAt: null },
  ],
  checks: [],
  since: 0,
  reason: '',
  paused: null,
  silenced: null,
  uptime: null,
};

const host: HostView = {
  id: 'vps',
  name: 'Server RT 04',
  target: { kind: 'local' },
  profileId: 'prisma-rt04',
  connection: {
    state: 'connected',
    since: 0,
    attempt: 0,
    nextAttemptAt: null,
    error: null,
    methods: null,
    steps: [],
    engine: null,
  },
};

const start = vi.fn<Bridge['start']>(async () => ({ ok: true, output: {} }));

beforeEach(() => {
  start.mockClear();
  mirrors.tiles.setState({ entities: { [tile.id]: tile } });
  mirrors.hosts.setState({ entities: { vps: host } });
  mirrors.settings.setState({ entities: { settings: { ...defaultSettings, language: 'en' } } });
  Element.prototype.scrollIntoView = () => undefined;
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

test('every screen is reached', async () => {
  render(<Palette onClose={() => undefined} />);
  await userEvent.type(screen.getByRole('combobox'), 'manual');
  await userEvent.keyboard('{Enter}');
  expect(useRoute.getState().screen).toBe('manual');
});

test('a restart goes through the dialog that shows the command, and does nothing by itself', async () => {
  const closed = vi.fn();
  render(<Palette onClose={closed} />);
  await userEvent.type(screen.getByRole('combobox'), 'restart warga');
  await userEvent.keyboard('{Enter}');
  const { result } = renderHook(() => useOpenDialog());
  expect(closed).toHaveBeenCalled();
  expect(result.current).toMatchObject({ kind: 'service-action', request: { action: 'restart' } });
  expect(start).not.toHaveBeenCalled();
});

test('a running service can be stopped and not started', () => {
  render(<Palette onClose={() => undefined} />);
  expect(screen.queryByText('Stop Warga')).not.toBeNull();
  expect(screen.queryByText('Start Warga')).toBeNull();
});

test('the theme is asked for, not set here', async () => {
  render(<Palette onClose={() => undefined} />);
  await userEvent.click(screen.getByText('Light theme'));
  expect(start).toHaveBeenCalledWith(expect.any(String), 'app.update-settings', { theme: 'light' });
});

test('a near miss is no hit; a port and the service id are', () => {
  expect(paletteScore('warga', ['Restart Gerbang API', 'gateway'])).toBe(0);
  expect(paletteScore('4001', ['Restart Warga', 'warga-service', '4001'])).toBeGreaterThan(0);
  expect(paletteScore('restart warga', ['Restart Warga'])).toBeGreaterThan(
    paletteScore('restart warga', ['Logs of X', 'restart', 'warga']),
  );
});
