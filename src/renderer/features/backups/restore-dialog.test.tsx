import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Bridge } from '../../../shared/bridge.ts';
import type { Backup, RestorePlan } from '../../../shared/domain/backup.ts';
import { defaultSettings } from '../../../shared/domain/settings.ts';
import { type ErrorCode, RondaError } from '../../../shared/errors.ts';
import { startI18n } from '../../app/i18n.ts';
import { mirrors } from '../../stores/mirrors.ts';
import { TooltipProvider } from '../../ui/tooltip.tsx';
import { RestoreDialog } from './restore-dialog.tsx';

const backup: Backup = {
  id: 'backup-1',
  hostId: 'vps',
  hostName: 'Server RT 04',
  serviceId: 'warga-service',
  databaseId: 'warga',
  sourcePath: '/app/data/warga.db',
  takenAt: 1000,
  verification: 'verified',
  verifiedAt: 2000,
  steps: [],
  restoreTestedAt: null,
  restoreTest: null,
  storedBytes: null,
  transferredBytes: null,
  reason: 'manual',
  method: 'held-read-raw',
  bytes: 4096,
  sha256: 'ab'.repeat(32),
  rowCounts: { warga: 12 },
  file: 'vps/warga-service/warga/x.db',
  missing: false,
};

const plan: RestorePlan = {
  backupId: backup.id,
  hostId: 'vps',
  serviceId: 'warga-service',
  databaseId: 'warga',
  stops: [{ id: 'c1', name: 'prisma-warga-service-1', image: 'x', running: true }],
  volume: 'warga-data',
  targetPath: '/app/data/warga.db',
  current: { bytes: 4096, modifiedAt: 1 },
  replacement: { bytes: 4096, takenAt: 1000, rowCounts: { warga: 12 } },
  commands: ['docker stop prisma-warga-service-1'],
  estimatedDowntimeMs: 4000,
  warnings: [new RondaError('backup.stops-others', { names: 'prisma-backup-1' }).toShape()],
  planId: 'plan-1',
};

const start = vi.fn<Bridge['start']>();

function refuse(code: ErrorCode): void {
  start.mockImplementation(async (_id, _name, input) =>
    (input as { readonly force: boolean }).force
      ? { ok: true, output: { plan } }
      : { ok: false, error: new RondaError(code).toShape() },
  );
}

function open(): void {
  render(
    <TooltipProvider>
      <RestoreDialog backupId={backup.id} onClose={() => undefined} />
    </TooltipProvider>,
  );
}

beforeEach(() => {
  start.mockReset();
  mirrors.backups.setState({ entities: { [backup.id]: backup } });
  mirrors.settings.setState({ entities: { settings: { ...defaultSettings, language: 'id' } } });
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

test.each<ErrorCode>(['backup.refused-damaged', 'backup.target-read-only', 'backup.plan-outdated'])(
  'a restore refused with %s cannot be forced',
  async (code) => {
    refuse(code);
    open();
    await screen.findByText(code);
    expect(screen.queryByRole('checkbox')).toBeNull();
  },
);

test.each<ErrorCode>(['backup.different-application', 'backup.newer-schema'])(
  'a restore refused with %s can be insisted on, and is planned anew',
  async (code) => {
    refuse(code);
    open();
    await userEvent.click(await screen.findByRole('checkbox'));
    expect(await screen.findByText('docker stop prisma-warga-service-1')).not.toBeNull();
  },
);

test("a plan's warnings are told in the admin's language", async () => {
  start.mockResolvedValue({ ok: true, output: { plan } });
  open();
  expect(await screen.findByText(/^Yang memakai volume yang sama/)).not.toBeNull();
});

test('a restore is pointed at the database of another connected server, whose name must be typed then', async () => {
  const host = (id: string, state: 'connected' | 'offline') => ({
    id,
    name: `Server ${id}`,
    connection: { state },
  });
  const tile = (hostId: string) => ({
    hostId,
    serviceId: 'warga-service',
    name: 'Warga',
    databases: [{ id: 'warga', path: `/app/data/${hostId}.db` }],
  });
  const hosts = {
    vps: host('vps', 'connected'),
    baru: host('baru', 'connected'),
    jauh: host('jauh', 'offline'),
  };
  mirrors.hosts.setState({ entities: hosts as never });
  mirrors.tiles.setState({
    entities: Object.fromEntries(Object.keys(hosts).map((id) => [`${id}/warga-service`, tile(id)])) as never,
  });
  start.mockImplementation(async (_id, name, input) => {
    const { hostId } = input as { readonly hostId: string };
    return name === 'backup.plan-restore'
      ? { ok: true, output: { plan: { ...plan, hostId, targetPath: `/app/data/${hostId}.db` } } }
      : { ok: false, error: new RondaError('common.unexpected').toShape() };
  });
  open();
  const target = await screen.findByRole('combobox', { name: 'Pulihkan ke' });
  expect([...target.querySelectorAll('option')].map(({ value }) => value)).toEqual([
    'vps/warga-service/warga',
    'baru/warga-service/warga',
  ]);
  await userEvent.selectOptions(target, 'baru/warga-service/warga');
  await userEvent.click(await screen.findByRole('button', { name: 'Lanjut ke konfirmasi' }));
  await userEvent.type(screen.getByRole('textbox', { name: /baru\.db/ }), 'baru.db');
  await userEvent.click(screen.getByRole('button', { name: 'Pulihkan sekarang' }));
  const run = start.mock.calls.find(([, name]) => name === 'backup.restore');
  expect(run?.[2]).toMatchObject({ hostId: 'baru', backupId: 'backup-1', databaseId: 'warga' });
});
