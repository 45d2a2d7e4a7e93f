import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Bridge } from '../../../../shared/bridge.ts';
import type { EnvironmentHistory, EnvironmentRestorePlan } from '../../../../shared/domain/environment.ts';
import type { HostView } from '../../../../shared/domain/host.ts';
import { defaultSettings } from '../../../../shared/domain/settings.ts';
import { startI18n } from '../../../app/i18n.ts';
import { mirrors } from '../../../stores/mirrors.ts';
import { TooltipProvider } from '../../../ui/tooltip.tsx';
import { EnvironmentSection } from './environment-section.tsx';

const at = 1_700_000_000_000;
const key = (name: string) => ({ name, firstSeen: at, lastChanged: at, isGone: false });
const historyId = 'file-srv-env-1a2b3c4d';
const history: EnvironmentHistory = {
  historyId,
  kind: 'file',
  name: '/srv/.env',
  dropped: 0,
  keys: [key('TOKEN'), key('PORT')],
  snapshots: [
    { snapshot: 1, at, isThere: true, keys: 1, change: null },
    { snapshot: 2, at, isThere: true, keys: 2, change: { added: ['TOKEN'], changed: [], removed: [] } },
  ],
};
const plan: EnvironmentRestorePlan = {
  historyId,
  path: '/srv/.env',
  snapshot: 1,
  takenAt: at,
  isThere: true,
  isSame: false,
  change: { added: [], changed: [], removed: ['TOKEN'] },
  onlyOtherLines: false,
  uid: 0,
  gid: 0,
  mode: 0o600,
  commands: ['docker compose up -d'],
  planId: 'plan-1',
};
const start = vi.fn<Bridge['start']>();
const asked = (name: string) => start.mock.calls.filter((each) => each[1] === name).map((each) => each[2]);
const outputs: Record<string, unknown> = {
  'env.history': { histories: [history] },
  'env.reveal': { value: 'rahasia' },
  'env.plan-restore': { plan },
  'env.restore': {
    result: { outcome: 'restored', reason: '', safetySnapshot: 3, commands: plan.commands },
  },
  'env.export': { path: '/tmp/x.json', keys: 2 },
};

beforeEach(() => {
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
      <EnvironmentSection host={host} />
    </TooltipProvider>,
  );
});
afterEach(cleanup);

const press = async (name: string): Promise<void> =>
  userEvent.click(await screen.findByRole('button', { name }));

test('one value is asked for when it is wanted, and gone when it is hidden', async () => {
  await press('Keys…');
  const row = await screen.findByRole('row', { name: /TOKEN/ });
  expect(asked('env.reveal')).toEqual([]);
  await userEvent.click(within(row).getByRole('button', { name: 'Show' }));
  await within(row).findByText('rahasia');
  expect(asked('env.reveal')).toEqual([{ hostId: 'vps', historyId, snapshot: 2, name: 'TOKEN' }]);
  await userEvent.click(within(row).getByRole('button', { name: 'Hide' }));
  expect(screen.queryByText('rahasia')).toBeNull();
});

test('another snapshot shows the keys it had, and no value that was shown before', async () => {
  await press('Keys…');
  await userEvent.click(
    within(await screen.findByRole('row', { name: /TOKEN/ })).getByRole('button', { name: 'Show' }),
  );
  await screen.findByText('rahasia');
  await userEvent.selectOptions(screen.getByLabelText('Snapshot'), '1');
  expect(screen.queryByText('rahasia')).toBeNull();
  expect(screen.queryByRole('row', { name: /TOKEN/ })).toBeNull();
  expect(screen.getByRole('row', { name: /PORT/ })).toBeTruthy();
});

test('a plain file is written only when that was said to be wanted', async () => {
  await press('Export…');
  await userEvent.selectOptions(await screen.findByLabelText('As'), 'bitwarden');
  const write = screen.getByRole('button', { name: 'Choose a place…' }) as HTMLButtonElement;
  expect(write.disabled).toBe(true);
  await userEvent.click(screen.getByRole('switch'));
  await userEvent.click(write);
  await waitFor(() =>
    expect(asked('env.export')).toEqual([{ form: 'bitwarden', hostId: 'vps', plain: true }]),
  );
});

test('a file goes back by the plan that was shown, and what is to be run is told', async () => {
  await press('Put back…');
  await screen.findByText('docker compose up -d');
  expect(asked('env.restore')).toEqual([]);
  await press('Put back');
  await screen.findByText('The file is back.');
  expect(asked('env.restore')).toEqual([
    { hostId: 'vps', historyId, snapshot: 1, planId: 'plan-1', reason: '' },
  ]);
  expect(screen.getByRole('status').textContent).toContain('docker compose up -d');
});
