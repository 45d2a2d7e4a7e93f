import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Bridge } from '../../../../shared/bridge.ts';
import type {
  ConfigurationHistory,
  ConfigurationRestorePlan,
} from '../../../../shared/domain/configuration.ts';
import type { HostView } from '../../../../shared/domain/host.ts';
import { defaultSettings } from '../../../../shared/domain/settings.ts';
import { startI18n } from '../../../app/i18n.ts';
import { mirrors } from '../../../stores/mirrors.ts';
import { TooltipProvider } from '../../../ui/tooltip.tsx';
import { ConfigurationSection } from './configuration-section.tsx';

const at = 1_700_000_000_000;
const historyId = 'config-0123456789abcdef';
const history: ConfigurationHistory = {
  historyId,
  path: '/opt/prisma/compose.yaml',
  origin: 'compose',
  dropped: 0,
  snapshots: [
    { snapshot: 1, at, isThere: true, bytes: 20, lines: { added: 3, removed: 0 } },
    { snapshot: 2, at, isThere: true, bytes: 30, lines: { added: 2, removed: 1 } },
  ],
};
const missing: ConfigurationHistory = {
  ...history,
  historyId: 'config-fedcba9876543210',
  path: '/home/admin/.pm2/dump.pm2',
  origin: 'manual',
  snapshots: [{ snapshot: 1, at, isThere: false, bytes: 0, lines: { added: 0, removed: 0 } }],
};
const plan: ConfigurationRestorePlan = {
  historyId,
  path: history.path,
  snapshot: 1,
  takenAt: at,
  isThere: true,
  isSame: false,
  bytes: 20,
  lines: { added: 1, removed: 2 },
  uid: 0,
  gid: 0,
  mode: 0o600,
  before: ['pm2 stop bot'],
  after: ['docker compose up -d'],
  planId: 'plan-1',
};
const start = vi.fn<Bridge['start']>();
const asked = (name: string) => start.mock.calls.filter((each) => each[1] === name).map((each) => each[2]);
const outputs: Record<string, unknown> = {
  'config.history': { histories: [history, missing] },
  'config.show': { text: '@@ -1,1 +1,1 @@\n-lama\n+baru\n' },
  'config.plan-restore': { plan },
  'config.restore': { result: { outcome: 'restored', reason: '', safetySnapshot: 3, after: plan.after } },
};

beforeEach(async () => {
  start.mockReset().mockImplementation(async (_id, name) => ({ ok: true, output: outputs[name] }));
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
  const host = { id: 'vps', name: 'RT 04', connection: { state: 'connected' } } as HostView;
  render(
    <TooltipProvider>
      <ConfigurationSection host={host} />
    </TooltipProvider>,
  );
  await screen.findByRole('table');
});
afterEach(cleanup);

const pressIn = async (row: RegExp, name: string): Promise<void> =>
  userEvent.click(within(screen.getByRole('row', { name: row })).getByRole('button', { name }));
const press = async (name: string): Promise<void> =>
  userEvent.click(await screen.findByRole('button', { name }));

test('what stands in a file is asked for when it is wanted, and gone with another snapshot', async () => {
  await pressIn(/compose\.yaml/, 'Snapshots…');
  expect(asked('config.show')).toEqual([]);
  await press('Show what changed');
  await screen.findByText('+baru');
  expect(asked('config.show')).toEqual([{ hostId: 'vps', historyId, snapshot: 2, as: 'change' }]);
  await userEvent.selectOptions(screen.getByLabelText('Snapshot'), '1');
  expect(screen.queryByText('+baru')).toBeNull();
  // The first has nothing before it to differ from.
  expect(screen.queryByRole('button', { name: 'Show what changed' })).toBeNull();
});

test('a file that was never there is shown so, and cannot be put back', () => {
  const row = screen.getByRole('row', { name: /dump\.pm2/ });
  expect(within(row).getByText('not there')).toBeTruthy();
  expect(within(row).getByRole<HTMLButtonElement>('button', { name: 'Put back…' }).disabled).toBe(true);
});

test('a file goes back by the plan that was shown, with the commands before and after', async () => {
  await pressIn(/compose\.yaml/, 'Put back…');
  await screen.findByText('pm2 stop bot');
  expect(screen.getByText('+1 −2 lines')).toBeTruthy();
  expect(asked('config.restore')).toEqual([]);
  await press('Put back');
  await screen.findByText('The file is back.');
  expect(asked('config.restore')).toEqual([
    { hostId: 'vps', historyId, snapshot: 1, planId: 'plan-1', reason: '' },
  ]);
  expect(screen.getByRole('status').textContent).toContain('docker compose up -d');
});
