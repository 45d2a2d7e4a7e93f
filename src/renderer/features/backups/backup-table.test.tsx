import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Bridge } from '../../../shared/bridge.ts';
import type { Backup } from '../../../shared/domain/backup.ts';
import { defaultSettings } from '../../../shared/domain/settings.ts';
import { startI18n } from '../../app/i18n.ts';
import { mirrors } from '../../stores/mirrors.ts';
import { Toasts } from '../../ui/toasts.tsx';
import { TooltipProvider } from '../../ui/tooltip.tsx';
import { BackupTable } from './backup-table.tsx';

const backup: Backup = {
  id: 'b-1',
  hostId: 'vps',
  hostName: 'Server RT 04',
  serviceId: 'warga-service',
  databaseId: 'warga',
  sourcePath: '/app/data/warga.db',
  takenAt: 1000,
  verification: 'verified',
  verifiedAt: 1000,
  steps: [],
  restoreTestedAt: null,
  restoreTest: null,
  reason: 'import',
  method: 'imported-file',
  bytes: 4096,
  sha256: '0'.repeat(64),
  storedBytes: null,
  transferredBytes: null,
  rowCounts: { warga: 2 },
  file: 'vps/warga-service/warga/1970-01-01T00-00-01Z.db',
  missing: false,
};

const start = vi.fn<Bridge['start']>();
const open = (shown: Backup) =>
  render(
    <TooltipProvider>
      <BackupTable backups={[shown]} label="backups" />
      <Toasts />
    </TooltipProvider>,
  );

beforeEach(() => {
  start.mockReset();
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

test('a backup is saved as a file by its button, and it is told that a browser app imports it and that it is open', async () => {
  start.mockResolvedValue({ ok: true, output: { path: '/home/rt/warga.db' } });
  open(backup);
  await userEvent.click(screen.getByRole('button', { name: 'Save as a file…' }));
  await waitFor(() => expect(start.mock.calls[0]?.slice(1, 3)).toEqual(['backup.save', { backupId: 'b-1' }]));
  const told = await screen.findByText(/Saved as \/home\/rt\/warga\.db/);
  expect(told.textContent).toContain('browser app');
  expect(told.textContent).toContain('not encrypted');
});

test('a copy that did not pass its verification cannot be saved as a file', () => {
  open({ ...backup, verification: 'failed' });
  expect(screen.getByRole('button', { name: 'Save as a file…' })).toHaveProperty('disabled', true);
});
