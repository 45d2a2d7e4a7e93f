import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, it } from 'vitest';
import type { Heartbeat } from '../../shared/domain/health.ts';
import { i18n, startI18n } from '../app/i18n.ts';
import { HeartbeatBar } from './heartbeat-bar.tsx';

beforeAll(async () => {
  startI18n();
  await i18n.changeLanguage('en');
});
afterEach(cleanup);

const beats: Heartbeat[] = [
  { at: 60_000, outcome: 'ok', status: 'up', latencyMs: 12, message: '200 OK' },
  { at: 120_000, outcome: 'fail', status: 'down', latencyMs: null, message: '<b>refused</b>' },
];

it('tells its sum in its name and the newest beat in its value, without any colour', () => {
  render(<HeartbeatBar name="Warga" beats={beats} intervalMs={60_000} />);
  const bar = screen.getByRole('slider', { name: 'Checks of Warga: 1 of 2 passed. Newest: Down' });
  expect(bar.getAttribute('aria-valuetext')).toMatch(/Down · no answer · <b>refused<\/b>$/);
});

it('is walked through with the arrow keys, beat by beat', () => {
  render(<HeartbeatBar name="Warga" beats={beats} intervalMs={60_000} />);
  const bar = screen.getByRole('slider');
  fireEvent.keyDown(bar, { key: 'ArrowLeft' });
  expect(bar.getAttribute('aria-valuenow')).toBe('1');
  expect(bar.getAttribute('aria-valuetext')).toMatch(/Up · 12 ms · 200 OK$/);
  fireEvent.keyDown(bar, { key: 'ArrowLeft' });
  expect(bar.getAttribute('aria-valuenow')).toBe('1');
});

it('says so when nothing was checked yet', () => {
  render(<HeartbeatBar name="Surat" beats={[]} intervalMs={60_000} />);
  expect(screen.getByRole('slider', { name: 'No check of Surat has run yet' })).toBeTruthy();
});
