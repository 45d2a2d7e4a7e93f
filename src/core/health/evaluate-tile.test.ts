import { expect, test } from 'vitest';
import type { Status } from '../../shared/domain/status.ts';
import type { CheckResult } from './evaluate-health.ts';
import { evaluateTile } from './evaluate-tile.ts';

const check = (kind: string, status: Status, message = `${kind} ${status}`) => ({ kind, status, message });
const docker = (outcome: CheckResult['outcome']): CheckResult => ({
  outcome,
  latencyMs: null,
  message: `Docker: ${outcome}`,
});
const base = { isConnected: true, paused: null, silenced: null, containers: null, checks: [] };

test.each([
  [['up', 'up'], 'up'],
  [['up', 'degraded'], 'degraded'],
  [['degraded', 'pending'], 'pending'],
  [['pending', 'down'], 'down'],
  [['up', 'unobserved'], 'unobserved'],
  [['down', 'unobserved'], 'down'],
  [['degraded', 'unobserved'], 'degraded'],
] as const)('checks that are %s make the tile %s', (statuses, expected) => {
  const checks = statuses.map((status) => check('http', status));
  const tile = evaluateTile({ ...base, checks });
  expect(tile.status).toBe(expected);
  expect(tile.reason).toBe(`http ${expected}`);
});

test('an unhealthy container is never green, whatever the service says of itself', () => {
  const alone = evaluateTile({ ...base, checks: [check('http', 'up')], containers: docker('fail') });
  expect(alone).toMatchObject({ status: 'down', reason: 'Docker: fail' });
  const counted = [check('http', 'up'), check('docker', 'up')];
  expect(evaluateTile({ ...base, checks: counted, containers: docker('fail') }).status).toBe('pending');
  const down = [check('http', 'up'), check('docker', 'down')];
  expect(evaluateTile({ ...base, checks: down, containers: docker('fail') }).status).toBe('down');
});

test('some replicas out of order make the tile degraded', () => {
  const tile = evaluateTile({ ...base, checks: [check('http', 'up')], containers: docker('degraded') });
  expect(tile).toMatchObject({ status: 'degraded', reason: 'Docker: degraded' });
});

test('a lost connection makes everything unobserved, never up nor down', () => {
  const lost = { ...base, isConnected: false };
  expect(evaluateTile({ ...lost, checks: [check('http', 'up')] }).status).toBe('unobserved');
  expect(
    evaluateTile({ ...lost, paused: { by: 'Siti', reason: 'x' }, checks: [check('http', 'down')] }).status,
  ).toBe('unobserved');
});

test('stopped through Ronda is paused, with who and why', () => {
  const tile = evaluateTile({
    ...base,
    paused: { by: 'Siti', reason: 'Ganti skema' },
    checks: [check('http', 'paused')],
    containers: docker('fail'),
  });
  expect(tile).toMatchObject({
    status: 'paused',
    reason: 'Stopped through Ronda by Siti: Ganti skema',
    cause: { code: 'health.paused' },
  });
});

test('under a silence it is paused with who and why, whatever is seen', () => {
  const tile = evaluateTile({
    ...base,
    silenced: { by: 'Siti', reason: 'Pindahan' },
    checks: [check('http', 'down')],
    containers: docker('fail'),
  });
  expect(tile).toMatchObject({ status: 'paused', cause: { code: 'health.silenced' } });
});

test('a service that nobody checks is unobserved, not up', () => {
  expect(evaluateTile(base).status).toBe('unobserved');
});
