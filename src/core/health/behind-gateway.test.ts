import { expect, test } from 'vitest';
import type { TileView } from '../../shared/domain/service.ts';
import { answersBehind } from './behind-gateway.ts';

const tile = (
  serviceId: string,
  more: Partial<TileView> & { lastAt?: number; kind?: string } = {},
): TileView => {
  const { lastAt = 2000, kind = 'http', status = 'up', ...rest } = more;
  return {
    serviceId,
    runsAs: 'container',
    status,
    checks: [{ kind, lastAt, status }],
    ...rest,
  } as unknown as TileView;
};
const answers = (...behind: TileView[]): boolean =>
  answersBehind('gateway', [tile('gateway', { status: 'down' }), ...behind], 1000);

test('services that answered since the gateway failed are said to answer', () => {
  expect(answers(tile('warga'), tile('ai', { status: 'degraded' }))).toBe(true);
  expect(answers(tile('warga'), tile('surat', { status: 'paused' }))).toBe(true);
});

test('nothing is claimed of what fails, was not looked at since, or runs elsewhere', () => {
  for (const status of ['down', 'pending', 'unobserved'] as const) {
    expect(answers(tile('warga'), tile('surat', { status })), status).toBe(false);
  }
  expect(answers(tile('warga', { lastAt: 999 }))).toBe(false);
  expect(answers(tile('warga', { kind: 'docker' })), 'a container that runs need not answer').toBe(false);
  expect(answers(tile('frontend', { runsAs: 'external' as never }))).toBe(false);
  expect(answers()).toBe(false);
});
