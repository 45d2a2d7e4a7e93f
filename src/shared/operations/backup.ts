import { z } from 'zod';
import { Backup, RestorePlan, RestoreResult } from '../domain/backup.ts';
import { JobProgress } from '../domain/job.ts';
import { CommandRecord } from '../domain/service.ts';
import { Id } from '../domain/status.ts';
import { operation } from '../operation.ts';

const never = z.never();
const database = { hostId: Id, serviceId: Id, databaseId: Id };

export const backupOperations = {
  'backup.list': operation({
    input: z.strictObject({ hostId: Id.optional(), serviceId: Id.optional(), databaseId: Id.optional() }),
    output: z.object({ backups: z.array(Backup) }),
    event: never,
  }),
  'backup.create': operation({
    input: z.strictObject(database),
    output: z.object({ backup: Backup }),
    event: JobProgress,
  }),
  /** A database file of this computer, as a browser app exports it, becomes a verified backup. It is only read. */
  'backup.import': operation({
    input: z.strictObject({ ...database, file: z.string().min(1).max(4096) }),
    output: z.object({ backup: Backup }),
    event: JobProgress,
  }),
  /**
   * Writes a sound backup as the plain `.db` that it was: what a browser app imports again. The new file is for its owner
   * alone; one that is there is never replaced. Without a path the person is asked for a place; `path` of the answer is
   * null when they changed their mind.
   */
  'backup.save': operation({
    input: z.strictObject({ backupId: Id, path: z.string().min(1).max(4096).optional() }),
    output: z.object({ path: z.string().nullable() }),
    event: JobProgress,
  }),
  'backup.verify': operation({
    input: z.strictObject({ backupId: Id }),
    output: z.object({ backup: Backup }),
    event: JobProgress,
  }),
  /** What a restore test would run, before it does. Touches nothing. */
  'backup.plan-test': operation({
    input: z.strictObject({ backupId: Id }),
    output: z.object({ commands: z.array(z.string()) }),
    event: never,
  }),
  /**
   * Starts the backup in a throwaway container of its service's own image, without network and ports, and asks it how
   * it is. The running service is not touched. A test that fails is an answer, not an error.
   */
  'backup.test-restore': operation({
    input: z.strictObject({ backupId: Id }),
    output: z.object({ backup: Backup, commands: z.array(CommandRecord) }),
    event: JobProgress,
  }),
  /** Dry run: what a restore would stop, replace and run. Touches nothing. */
  'backup.plan-restore': operation({
    input: z.strictObject({
      ...database,
      backupId: Id,
      /** Accept a database of another application or of a newer schema, named by its service. */
      force: z.boolean().default(false),
    }),
    output: z.object({ plan: RestorePlan }),
    event: never,
  }),
  'backup.restore': operation({
    input: z.strictObject({
      ...database,
      backupId: Id,
      planId: z.string(),
      force: z.boolean().default(false),
      reason: z.string().trim().max(500).default(''),
    }),
    output: z.object({ result: RestoreResult }),
    event: JobProgress,
  }),
  /** Builds the catalogue anew from the manifests in the backup folder. */
  'backup.rescan': operation({
    input: z.strictObject({}),
    output: z.object({ found: z.number().int(), unreadable: z.array(z.string()) }),
    event: never,
  }),
  'jobs.cancel': operation({
    input: z.strictObject({ jobId: Id }),
    output: z.strictObject({}),
    event: never,
  }),
};
