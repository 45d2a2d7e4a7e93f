import { z } from 'zod';
import { AlertsView } from './domain/alerts.ts';
import { Backup } from './domain/backup.ts';
import { BackupPlanView } from './domain/backup-plan.ts';
import { HostView, Prompt } from './domain/host.ts';
import { Incident } from './domain/incident.ts';
import { Job } from './domain/job.ts';
import type { Profile } from './domain/profile.ts';
import { SecondCopyView } from './domain/second-copy.ts';
import { TileView } from './domain/service.ts';
import { AppStatus, Settings } from './domain/settings.ts';
import { SilenceView } from './domain/silence.ts';

/**
 * What core publishes and every window mirrors: one slice a feature, each a map of entities by key.
 * `profiles` travels as written out by the schema (durations in ms), so it has a schema of its own shape.
 */
export const stateSlices = {
  app: AppStatus,
  settings: Settings,
  hosts: HostView,
  prompts: Prompt,
  profiles: z.custom<Profile>((value) => typeof value === 'object' && value !== null),
  tiles: TileView,
  jobs: Job,
  backups: Backup,
  backupPlans: BackupPlanView,
  secondCopy: SecondCopyView,
  incidents: Incident,
  alerts: AlertsView,
  silences: SilenceView,
} as const;

export type SliceName = keyof typeof stateSlices;
export type SliceEntity<S extends SliceName> = z.infer<(typeof stateSlices)[S]>;
export type PublishedState = { readonly [S in SliceName]: Readonly<Record<string, SliceEntity<S>>> };

/** One change: the entity that now stands under `key`, or `null` when it is gone. */
export type StateChange = {
  [S in SliceName]: { slice: S; key: string; value: SliceEntity<S> | null };
}[SliceName];

const sliceNames = Object.keys(stateSlices) as [SliceName, ...SliceName[]];

/**
 * First a snapshot with its revision, then patches numbered one by one. A receiver that sees a gap starts the
 * operation again. Values were validated where they came into core; here only the envelope is checked.
 */
export const StateEvent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('snapshot'),
    revision: z.number().int(),
    state: z.custom<PublishedState>((value) => typeof value === 'object' && value !== null),
  }),
  z.object({
    kind: z.literal('patch'),
    revision: z.number().int(),
    changes: z.array(
      z.custom<StateChange>(
        (value) =>
          typeof value === 'object' &&
          value !== null &&
          'slice' in value &&
          sliceNames.includes(value.slice as SliceName),
      ),
    ),
  }),
]);
export type StateEvent = z.infer<typeof StateEvent>;
