import type { SilenceView } from '../../src/shared/domain/silence.ts';
import { now } from './fixture-tiles.ts';

const hour = 3_600_000;
const common = { hostId: 'vps', by: 'Siti', createdAt: now - hour };

/** One that holds, and one that comes each week. */
export const silences: Readonly<Record<string, SilenceView>> = {
  's-1': {
    ...common,
    id: 's-1',
    serviceId: 'ai-service',
    reason: 'Menunggu model baru diunduh',
    window: { kind: 'once', from: now - hour, to: now + 2 * hour },
    activeUntil: now + 2 * hour,
    nextAt: null,
  },
  's-2': {
    ...common,
    id: 's-2',
    serviceId: null,
    reason: 'Pembaruan mingguan server',
    window: { kind: 'recurring', cron: '0 2 * * 0', minutes: 120, timeZone: 'Asia/Jakarta' },
    activeUntil: null,
    nextAt: now + 60 * hour,
  },
};
