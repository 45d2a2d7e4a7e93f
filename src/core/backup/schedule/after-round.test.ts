import { expect, test } from 'vitest';
import { afterRound } from './after-round.ts';

const signal = new AbortController().signal;

async function roundWith(over: { isVaultOpen?: boolean; keepData?: () => Promise<void> }) {
  const kept: string[] = [];
  const round = afterRound({
    keepData: async (hostId) => {
      await over.keepData?.();
      kept.push(`data of ${hostId}`);
    },
    keepEnvironment: async (hostId) => void kept.push(`environment of ${hostId}`),
    keepConfiguration: async (hostId) => void kept.push(`configuration of ${hostId}`),
    isVaultOpen: () => over.isVaultOpen ?? true,
  });
  const outcome: unknown = await round('rt04', signal).catch((each: unknown) => each);
  return { kept, outcome };
}

test('after a round JSON data is kept, and the environment and configuration while the vault is open', async () => {
  expect((await roundWith({})).kept.sort()).toEqual([
    'configuration of rt04',
    'data of rt04',
    'environment of rt04',
  ]);
  expect(await roundWith({ isVaultOpen: false })).toEqual({ kept: ['data of rt04'], outcome: false });
});

test('data that could not be kept does not cost the rest, and is told', async () => {
  const broken = new Error('no git');
  const { kept, outcome } = await roundWith({ keepData: () => Promise.reject(broken) });
  expect(kept).toEqual(['environment of rt04', 'configuration of rt04']);
  expect(outcome).toBe(broken);
});
