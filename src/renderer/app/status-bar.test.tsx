import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BackupPlanView } from '../../shared/domain/backup-plan.ts';
import type { HostView } from '../../shared/domain/host.ts';
import { defaultSettings } from '../../shared/domain/settings.ts';
import { selectHost } from '../stores/hosts.ts';
import { mirrors } from '../stores/mirrors.ts';
import { TooltipProvider } from '../ui/tooltip.tsx';
import { startI18n } from './i18n.ts';
import { StatusBar } from './status-bar.tsx';

const host = (id: string): HostView =>
  ({ id, name: id, connection: { state: 'connected', methods: null, engine: null } }) as HostView;
const plan = (hostId: string, nextAt: number | null): BackupPlanView =>
  ({ hostId, cron: '0 2 * * *', timeZone: 'Asia/Jakarta', isOn: nextAt !== null, nextAt, owed: [] }) as never;
const hour = 3_600_000;

const open = () =>
  render(
    <TooltipProvider>
      <StatusBar />
    </TooltipProvider>,
  );
const plans = (...all: BackupPlanView[]) =>
  mirrors.backupPlans.setState({ entities: Object.fromEntries(all.map((each) => [each.hostId, each])) });

beforeEach(() => {
  mirrors.settings.setState({ entities: { settings: { ...defaultSettings, language: 'en' } } });
  mirrors.hosts.setState({ entities: { vps: host('vps'), mini: host('mini') } });
  selectHost('vps');
  plans();
  startI18n();
});
afterEach(cleanup);

test('the next scheduled backup of the chosen host stands in the status bar, and of no other', () => {
  const next = new Date(Date.now() + 5 * hour);
  plans(plan('vps', next.getTime()), plan('mini', Date.now() + 72 * hour));
  open();
  const clock = `${next.getHours()}`.padStart(2, '0').concat(':', `${next.getMinutes()}`.padStart(2, '0'));
  expect(screen.getByText(`Next backup: ${clock}`)).toBeTruthy();
  act(() => selectHost('mini'));
  expect(screen.queryByText(`Next backup: ${clock}`)).toBeNull();
  // Further than a day away, the day is told too.
  expect(screen.getByText(/^Next backup: \d+ \w+,? /)).toBeTruthy();
});

test('a host without a plan, with one that is off or one that is past shows none', () => {
  open();
  expect(screen.queryByText(/Next backup/)).toBeNull();
  act(() => plans(plan('vps', null)));
  expect(screen.queryByText(/Next backup/)).toBeNull();
  act(() => plans(plan('vps', Date.now() - hour)));
  expect(screen.queryByText(/Next backup/)).toBeNull();
});
