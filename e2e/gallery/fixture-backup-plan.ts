import type { BackupPlanView } from '../../src/shared/domain/backup-plan.ts';
import { RondaError } from '../../src/shared/errors.ts';
import { now } from './fixture-tiles.ts';

const hour = 3_600_000;

/** On, with one database that could not be copied last night. */
export const backupPlan: BackupPlanView = {
  hostId: 'vps',
  isOn: true,
  cron: '0 2 * * *',
  timeZone: 'Asia/Jakarta',
  keep: { daily: 7, weekly: 4, monthly: 12 },
  testEveryDays: 7,
  nextAt: now + 20 * hour,
  owed: [
    {
      serviceId: 'surat-service',
      databaseId: 'surat',
      since: now - 4 * hour,
      isRunning: false,
      retryAt: now + hour / 2,
      error: new RondaError('backup.no-container', { service: 'surat-service', host: 'VPS RT 04' }).toShape(),
    },
  ],
};

export const retentionPreview = {
  kept: Array.from({ length: 23 }, (_, index) => ({ backupId: `b-k${index}`, why: ['daily'] })),
  removed: Array.from({ length: 9 }, (_, index) => ({
    backupId: `b-r${index}`,
    serviceId: index % 2 ? 'surat-service' : 'warga-service',
    databaseId: index % 2 ? 'surat' : 'warga',
    takenAt: now - (40 - index) * 24 * hour,
    bytes: 1_400_000 + index * 90_000,
    file: `vps/warga-service/warga/2026-10-${10 + index}T19-00-00Z.db`,
  })),
  freedBytes: 15_840_000,
};
