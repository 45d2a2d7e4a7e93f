import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Bridge } from '../../../../shared/bridge.ts';
import type { DataRestorePlan } from '../../../../shared/domain/data-history.ts';
import type { HostView } from '../../../../shared/domain/host.ts';
import { defaultSettings } from '../../../../shared/domain/settings.ts';
import { startI18n } from '../../../app/i18n.ts';
import { mirrors } from '../../../stores/mirrors.ts';
import { TooltipProvider } from '../../../ui/tooltip.tsx';
import { DataHistorySection } from './data-history-section.tsx';

const commit = 'a1b2c3d4'.repeat(5);
const paths = ['keuangan/x/iuran.json', 'keuangan/x/kas.json', 'warga/y/a.json'];
const plan: DataRestorePlan = {
  hostId: 'vps',
  serviceId: 'keuangan',
  sourceId: 'x',
  commit,
  files: [
    { path: 'keuangan/x/iuran.json', change: 'appears', bytes: 10, bytesNow: null },
    { path: 'keuangan/x/kas.json', change: 'stays', bytes: 10, bytesNow: 10 },
  ],
  stops: [{ id: 'c1', name: 'prisma-keuangan-1', image: 'x', running: true }],
  volume: 'kas_data',
  targetPath: '/data',
  commands: ['docker stop prisma-keuangan-1'],
  estimatedDowntimeMs: 4000,
  warnings: [],
  planId: 'plan-1',
};
const host = (state: 'connected' | 'waiting'): HostView =>
  ({ id: 'vps', name: 'Server RT 04', connection: { state } }) as HostView;
const start = vi.fn<Bridge['start']>();
const asked = (name: string) => start.mock.calls.filter((each) => each[1] === name).map((each) => each[2]);
let shown: DataRestorePlan = plan;
let remote: string | null = null;

const open = (state: 'connected' | 'waiting' = 'connected') =>
  render(
    <TooltipProvider>
      <DataHistorySection host={host(state)} />
    </TooltipProvider>,
  );

beforeEach(() => {
  shown = plan;
  remote = null;
  start.mockReset().mockImplementation(async (_id, name) => {
    const outputs: Record<string, unknown> = {
      'data.history': {
        commits: [{ commit, at: '2026-11-27T01:00:00Z', message: 'kas.json: changed' }],
        remote,
        pushed: null,
      },
      'data.set-remote': { url: remote },
      'data.push': { url: remote, commit, isNew: true },
      'data.show': { paths, text: null },
      'data.plan-restore': { plan: shown },
      'data.restore': {
        result: { outcome: 'restored', safetyCommit: 'f'.repeat(40), downtimeMs: 3000, reason: '' },
      },
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

test('files go back only after the plan and the name of the volume, and the safety commit is told', async () => {
  open();
  await userEvent.click(await screen.findByRole('button', { name: 'Put back…' }));
  await screen.findByText('docker stop prisma-keuangan-1');
  const files = within(screen.getByRole('list', { name: 'Files that are put back' }));
  expect(files.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    expect.stringContaining('appearskeuangan/x/iuran.json'),
  ]);
  const whole = { hostId: 'vps', serviceId: 'keuangan', commit };
  expect(asked('data.plan-restore')).toEqual([{ ...whole, files: paths.slice(0, 2) }]);
  await userEvent.selectOptions(screen.getByLabelText('What'), 'keuangan/x/iuran.json');
  const request = { ...whole, files: ['keuangan/x/iuran.json'] };
  await waitFor(() => expect(asked('data.plan-restore').at(-1)).toEqual(request));
  await screen.findByText('docker stop prisma-keuangan-1');
  await userEvent.click(screen.getByRole('button', { name: 'Go on to confirm' }));
  await userEvent.type(screen.getByLabelText(/^Type/), 'kas_data');
  expect(asked('data.restore')).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: 'Restore now' }));
  expect(await screen.findByText('What was there before is commit ffffffffffff.')).not.toBeNull();
  expect(asked('data.restore')).toEqual([{ ...request, planId: 'plan-1', reason: '' }]);
});

test('where nothing would change there is nothing to confirm, and while the server is away no button', async () => {
  shown = { ...plan, files: plan.files.slice(1) };
  open();
  await userEvent.click(await screen.findByRole('button', { name: 'Put back…' }));
  await screen.findByText('1 file is already as it was then.');
  expect(screen.getByRole('button', { name: 'Go on to confirm' })).toHaveProperty('disabled', true);
  cleanup();
  open('waiting');
  expect(await screen.findByRole('button', { name: 'Put back…' })).toHaveProperty('disabled', true);
});

test('a remote is kept only with a yes to that very address, and pushed to by its button', async () => {
  open();
  await screen.findByText('The commits stay on this computer.');
  expect(screen.queryByRole('button', { name: 'Push' })).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Remote…' }));
  const save = screen.getByRole('button', { name: 'Push there from now on' });
  const yes = screen.getByRole('switch', { name: /unencrypted/ });
  await userEvent.click(yes);
  await userEvent.type(screen.getByLabelText('Address of the repository'), 'git@rt04.example:data.git');
  // Whoever types another address has not said yes to it.
  expect(save).toHaveProperty('disabled', true);
  await userEvent.click(yes);
  remote = 'git@rt04.example:data.git';
  await userEvent.click(save);
  expect(asked('data.set-remote')).toEqual([{ hostId: 'vps', url: remote, confirmed: true }]);
  await userEvent.click(await screen.findByRole('button', { name: 'Push' }));
  expect(asked('data.push')).toEqual([{ hostId: 'vps' }]);
});
