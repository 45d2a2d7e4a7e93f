import type { Database } from 'better-sqlite3';
import { createAlertRepository } from '../alerts/alert-repository.ts';
import { createBackupRepository } from '../backup/catalogue/backup-repository.ts';
import { createRestoreStepRepository } from '../backup/restore/restore-step-repository.ts';
import { createBackupPlanRepository } from '../backup/schedule/backup-plan-repository.ts';
import { createCheckStateRepository } from '../health/check-state-repository.ts';
import { createHeartbeatRepository } from '../health/heartbeat-repository.ts';
import { createHistoryRepository } from '../health/history/history-repository.ts';
import { createHostRepository } from '../hosts/host-repository.ts';
import { createIncidentRepository } from '../incidents/incident-repository.ts';
import { createPostMortemRepository } from '../incidents/post-mortem/post-mortem-repository.ts';
import { createJobRepository } from '../jobs/job-repository.ts';
import { createNightWatchRepository } from '../night-watch/night-watch-repository.ts';
import { createServerCopyRepository } from '../server-copy/server-copy-repository.ts';
import { createPausedServiceRepository } from '../services/paused-service-repository.ts';
import { createUsageRepository } from '../services/usage-repository.ts';
import { createSilenceRepository } from '../silences/silence-repository.ts';
import { createLeaseRepository } from './lease-repository.ts';

/** Every repository, as it lives in the state worker. A feature adds its own line here. */
export function createStateRepositories(db: Database) {
  return {
    alerts: createAlertRepository(db),
    backups: createBackupRepository(db),
    backupPlans: createBackupPlanRepository(db),
    hosts: createHostRepository(db),
    incidents: createIncidentRepository(db),
    jobs: createJobRepository(db),
    checkStates: createCheckStateRepository(db),
    history: createHistoryRepository(db),
    heartbeats: createHeartbeatRepository(db),
    leases: createLeaseRepository(db),
    nightWatches: createNightWatchRepository(db),
    postMortems: createPostMortemRepository(db),
    pausedServices: createPausedServiceRepository(db),
    restoreSteps: createRestoreStepRepository(db),
    silences: createSilenceRepository(db),
    usage: createUsageRepository(db),
    serverCopies: createServerCopyRepository(db),
  };
}

export type StateRepositories = ReturnType<typeof createStateRepositories>;
