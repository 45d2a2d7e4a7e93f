import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Bridge } from '../../../shared/bridge.ts';
import type { Archive, ArchivePlan, ArchiveSource } from '../../../shared/domain/archive.ts';
import type { HostView } from '../../../shared/domain/host.ts';
import { defaultSettings } from '../../../shared/domain/settings.ts';
import { startI18n } from '../../app/i18n.ts';
import { mirrors } from '../../stores/mirrors.ts';
import { TooltipProvider } from '../../ui/tooltip.tsx';
import { FilesSection } from './files-section.tsx';

const key = { hostId: 'vps', serviceId: 'surat-service', sourceId: 'uploads-1a2b3c4d' };
const source: ArchiveSource = {
  ...key,
  kind: 'volume',
  name: 'prisma_uploads',
  mountPath: '/app/uploads',
  container: 'prisma-surat-service-1',
  readOnly: false,
  databases: [],
  inner: [],
};
const archive: Archive = {
  id: 'a-1',
  ...key,
  hostName: 'Server RT 04',
  kind: 'volume',
  name: 'prisma_uploads',
  mountPath: '/app/uploads',
  takenAt: 1000,
  reason: 'manual',
  verification: 'verified',
  checkedAt: 1000,
  steps: [],
  fileBytes: 4096,
  bytes: 10240,
  entries: 5,
  files: 3,
  file: 'vps/surat-service/files/uploads-1a2b3c4d/x.tar.zst',
  missing: false,
};
const plan: ArchivePlan = {
  archiveId: archive.id,
  ...key,
  stops: [{ id: 'c1', name: 'prisma-surat-service-1', image: 'x', running: true }],
  volume: 'prisma_uploads',
  targetPath: '/app/uploads',
  replacement: { bytes: 10240, entries: 5, takenAt: 1000 },
  commands: ['docker stop prisma-surat-service-1'],
  estimatedDowntimeMs: 4000,
  warnings: [],
  planId: 'plan-1',
};
const result = { outcome: 'rolled-back', safetyArchiveId: 'a-2', downtimeMs: 9000, reason: 'x is unhealthy' };

const host = (state: 'connected' | 'waiting'): HostView =>
  ({ id: 'vps', name: 'Server RT 04', connection: { state } }) as HostView;

const asked = (name: string) => start.mock.calls.filter((each) => each[1] === name).map((each) => each[2]);
const start = vi.fn<Bridge['start']>();
let listed: readonly Archive[] = [archive];

const open = (state: 'connected' | 'waiting' = 'connected') =>
  render(
    <TooltipProvider>
      <FilesSection host={host(state)} />
    </TooltipProvider>,
  );

beforeEach(() => {
  listed = [archive];
  start.mockReset().mockImplementation(async (_id, name) => {
    const outputs: Record<string, unknown> = {
      'archive.sources': { sources: [source] },
      'archive.list': { archives: listed, unreadable: [] },
      'archive.take': { archive },
      'archive.plan-restore': { plan },
      'archive.restore': { result },
      'archive.remove': {},
    };
    return { ok: true, output: outputs[name] };
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

test('a volume is archived by its button, and the list is read anew', async () => {
  listed = [];
  open();
  await userEvent.click(
    await screen.findByRole('button', { name: 'Archive now: /app/uploads of surat-service' }),
  );
  await waitFor(() => expect(asked('archive.take')).toEqual([key]));
  await waitFor(() => expect(asked('archive.list').length).toBeGreaterThan(1));
});

test('only the name of the volume starts a restore, of the very plan that was shown; a rollback says so', async () => {
  open();
  await userEvent.click(await screen.findByRole('button', { name: 'Restore…' }));
  await screen.findByText('docker stop prisma-surat-service-1');
  await userEvent.click(screen.getByRole('button', { name: 'Go on to confirm' }));
  const go = screen.getByRole('button', { name: 'Restore now' });
  await userEvent.type(screen.getByLabelText(/^Type/), 'uploads');
  expect(go).toHaveProperty('disabled', true);
  await userEvent.clear(screen.getByLabelText(/^Type/));
  await userEvent.type(screen.getByLabelText(/^Type/), 'prisma_uploads');
  expect(asked('archive.restore')).toEqual([]);
  await userEvent.click(go);
  expect(await screen.findByText('x is unhealthy')).not.toBeNull();
  expect(asked('archive.restore')).toEqual([{ archiveId: 'a-1', planId: 'plan-1', reason: '' }]);
});

test('an unverified archive cannot be restored', async () => {
  listed = [{ ...archive, verification: 'failed' }];
  open();
  expect(await screen.findByRole('button', { name: 'Restore…' })).toHaveProperty('disabled', true);
});

test('while the server is away the archives are still listed, and it is not asked', async () => {
  open('waiting');
  await screen.findByRole('button', { name: 'Restore…' });
  expect(asked('archive.sources')).toEqual([]);
});

test('an archive is deleted only after a second look', async () => {
  open();
  await userEvent.click(await screen.findByRole('button', { name: 'Delete…' }));
  expect(asked('archive.remove')).toEqual([]);
  await userEvent.click(await screen.findByRole('button', { name: 'Delete the archive' }));
  await waitFor(() => expect(asked('archive.remove')).toEqual([{ archiveId: 'a-1' }]));
});
