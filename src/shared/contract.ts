import type { z } from 'zod';
import { alertOperations } from './operations/alerts.ts';
import { appOperations } from './operations/app.ts';
import { archiveOperations } from './operations/archive.ts';
import { backupOperations } from './operations/backup.ts';
import { backupContentsOperations } from './operations/backup-contents.ts';
import { backupDiscoveryOperations } from './operations/backup-discovery.ts';
import { backupKeyOperations } from './operations/backup-keys.ts';
import { backupPlanOperations } from './operations/backup-plans.ts';
import { configurationOperations } from './operations/configuration.ts';
import { dataHistoryOperations } from './operations/data-history.ts';
import { environmentOperations } from './operations/environment.ts';
import { hostOperations } from './operations/hosts.ts';
import { imageOperations } from './operations/images.ts';
import { incidentOperations } from './operations/incidents.ts';
import { nightWatchOperations } from './operations/night-watch.ts';
import { rebuildOperations } from './operations/rebuild.ts';
import { secondCopyOperations } from './operations/second-copy.ts';
import { serverCopyOperations } from './operations/server-copy.ts';
import { serviceOperations } from './operations/services.ts';
import { silenceOperations } from './operations/silences.ts';
import { vitalsOperations } from './operations/vitals.ts';

/**
 * Everything the console can be asked to do. The window, the command line and the tests all speak this and
 * nothing else; IPC channels, validation and types follow from it.
 */
export const contract = {
  ...appOperations,
  ...hostOperations,
  ...serviceOperations,
  ...backupOperations,
  ...backupContentsOperations,
  ...backupDiscoveryOperations,
  ...archiveOperations,
  ...dataHistoryOperations,
  ...environmentOperations,
  ...configurationOperations,
  ...imageOperations,
  ...rebuildOperations,
  ...backupPlanOperations,
  ...backupKeyOperations,
  ...incidentOperations,
  ...alertOperations,
  ...nightWatchOperations,
  ...vitalsOperations,
  ...serverCopyOperations,
  ...secondCopyOperations,
  ...silenceOperations,
};

export type Contract = typeof contract;
export type OperationName = keyof Contract;
/** What a caller passes: defaults may be left out. */
export type InputOf<N extends OperationName> = z.input<Contract[N]['input']>;
/** What a handler gets: defaults filled in. */
export type ParsedInputOf<N extends OperationName> = z.output<Contract[N]['input']>;
export type OutputOf<N extends OperationName> = z.output<Contract[N]['output']>;
export type EventOf<N extends OperationName> = z.output<Contract[N]['event']>;
