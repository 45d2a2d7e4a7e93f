import { initial } from './0001-initial.ts';
import { alertOutbox } from './0002-alert-outbox.ts';
import { nightWatch } from './0003-night-watch.ts';
import { postMortem } from './0004-post-mortem.ts';
import { serverCopy } from './0005-server-copy.ts';
import { silences } from './0006-silences.ts';
import { heartbeatRollup } from './0007-heartbeat-rollup.ts';
import { containerUsage } from './0008-container-usage.ts';
import { backupPlan } from './0009-backup-plan.ts';
import type { Migration } from './migration.ts';

/** In order; each one's version is its predecessor's plus one. */
export const allMigrations: readonly Migration[] = [
  initial,
  alertOutbox,
  nightWatch,
  postMortem,
  serverCopy,
  silences,
  heartbeatRollup,
  containerUsage,
  backupPlan,
];
