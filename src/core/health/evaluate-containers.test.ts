import { expect, test } from 'vitest';
import type { ContainerView } from '../../shared/domain/service.ts';
import { evaluateContainers } from './evaluate-containers.ts';
import { loopingContainers, observeRestarts, type RestartHistory } from './restart-loop.ts';

let made = 0;
function container(change: Partial<ContainerView> = {}): ContainerView {
  made += 1;
  return {
    id: made.toString(16).padStart(12, '0'),
    name: `prisma-warga-service-${made}`,
    image: 'warga',
    imageId: 'sha256:1',
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
    ...change,
  };
}
const well = () => container();
const stopped = () => container({ state: 'exited', exitCode: 137 });
const unhealthy = () => container({ health: 'unhealthy' });
const judge = (...containers: ContainerView[]) => evaluateContainers('Warga', containers, new Set());

test.each([
  ['no container at all', [], 'fail', 'health.no-container'],
  ['one that runs', [well()], 'ok', undefined],
  ['one that is starting', [container({ health: 'starting' })], 'ok', undefined],
  ['one without a health check', [container({ health: 'none' })], 'ok', undefined],
  ['one unhealthy', [unhealthy()], 'fail', 'health.unhealthy'],
  ['one stopped', [stopped()], 'fail', 'health.stopped'],
  ['one paused in Docker', [container({ state: 'paused' })], 'fail', 'health.stopped'],
  ['one of three stopped', [well(), well(), stopped()], 'degraded', 'health.some-stopped'],
  ['one of three unhealthy', [well(), unhealthy(), well()], 'degraded', 'health.some-unhealthy'],
  ['all of two unhealthy', [unhealthy(), unhealthy()], 'fail', 'health.some-unhealthy'],
  ['all of two stopped', [stopped(), stopped()], 'fail', 'health.stopped'],
  ['one stopped, the other unhealthy', [stopped(), unhealthy()], 'fail', 'health.some-stopped'],
] as const)('%s', (_name, containers, outcome, cause) => {
  const result = evaluateContainers('Warga', containers, new Set());
  expect([result.outcome, result.cause?.code]).toEqual([outcome, cause]);
});

test('the reason names the container that is at fault', () => {
  const bad = stopped();
  expect(judge(well(), bad).message).toBe(`1 of 2 containers run; ${bad.name} does not.`);
});

test('a restart loop is one state while the container goes up and down', () => {
  const states = [
    container({ restartCount: 0 }),
    container({ restartCount: 1 }),
    container({ restartCount: 2, state: 'restarting' }),
    container({ restartCount: 2, state: 'running' }),
    container({ restartCount: 3, state: 'restarting' }),
    container({ restartCount: 3, state: 'running' }),
  ].map((one) => ({ ...one, id: 'aaaaaaaaaaaa' }));
  let history: RestartHistory = new Map();
  const codes = states.map((state, index) => {
    const at = index * 10_000;
    history = observeRestarts(history, [state], at);
    return evaluateContainers('Warga', [state], loopingContainers(history, [state], at)).cause?.code;
  });
  expect(codes).toEqual([
    undefined,
    undefined,
    'health.restart-loop',
    'health.restart-loop',
    'health.restart-loop',
    'health.restart-loop',
  ]);
  const calm = 50_000 + 121_000;
  expect(loopingContainers(history, states.slice(-1), calm).size).toBe(0);
});

test('old restarts and a start by hand, which sets the count back, are no loop', () => {
  const one = container({ restartCount: 50 });
  let history = observeRestarts(new Map(), [one], 0);
  const restarted = { ...one, restartCount: 0 };
  history = observeRestarts(history, [restarted], 1000);
  expect(loopingContainers(history, [restarted], 1000).size).toBe(0);
});
