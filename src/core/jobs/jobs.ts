import { randomUUID } from 'node:crypto';
import type { Job, JobKind, JobProgress } from '../../shared/domain/job.ts';
import { isAbort, RondaError, toErrorShape } from '../../shared/errors.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { StatePublisher } from '../state/published-state.ts';
import type { Remote } from '../storage/remote.ts';
import type { StateRepositories } from '../storage/state-repositories.ts';
import { createProgressMeter, type ProgressReport } from './progress-meter.ts';

const publishEveryMs = 250;
const keepFinished = 50;

export interface JobOptions {
  /** Whoever asked; its abort cancels the job, unless the reason is that it is gone (`CallerGone`). */
  readonly signal?: AbortSignal;
  /** Gets the same throttled progress that is published. */
  readonly onProgress?: (progress: JobProgress) => void;
}

export interface Jobs {
  /**
   * Runs the work as a job: recorded, published, cancellable.
   * @throws what the work threw, after the job was recorded as failed or cancelled
   */
  run<T>(
    kind: JobKind,
    subject: string,
    hostId: string | null,
    work: (report: (progress: ProgressReport) => void, signal: AbortSignal) => Promise<T>,
    options?: JobOptions,
  ): Promise<T>;
  /** @throws RondaError `common.not-found` when no such job runs in this process */
  cancel(jobId: string): void;
  /**
   * Call once at start: publishes what is recorded and marks every running job whose owner is dead as
   * interrupted. Nothing is started again.
   */
  recover(isOwnerAlive: (owner: string) => Promise<boolean>): Promise<void>;
  /** Cancels everything that runs here and waits until it has ended. */
  close(): Promise<void>;
}

/** @param deps.owner names this process, as leases know it: how the next start tells a dead owner */
export function createJobs(deps: {
  readonly repository: Remote<StateRepositories>['jobs'];
  readonly publisher: StatePublisher;
  readonly clock: Clock;
  readonly log: Log;
  readonly owner: string;
}): Jobs {
  const { repository, publisher, clock, log, owner } = deps;
  const running = new Map<string, { controller: AbortController; ended: Promise<unknown> }>();

  const finish = async (job: Job, by: string = owner): Promise<void> => {
    await repository.save(job, by);
    publisher.set('jobs', job.id, job);
    for (const id of await repository.prune(keepFinished)) publisher.remove('jobs', id);
  };

  async function execute<T>(
    job: Job,
    controller: AbortController,
    work: (report: (progress: ProgressReport) => void, signal: AbortSignal) => Promise<T>,
    options: JobOptions,
  ): Promise<T> {
    const meter = createProgressMeter();
    let current = job;
    let publishedAt = Number.NEGATIVE_INFINITY;
    const report = (progress: ProgressReport): void => {
      const now = clock.now();
      const phaseIsNew = progress.phase !== current.progress?.phase;
      const measured = phaseIsNew || now - publishedAt >= publishEveryMs;
      if (!measured) return;
      current = { ...current, progress: meter(progress, now) };
      publishedAt = now;
      publisher.set('jobs', job.id, current);
      if (current.progress) options.onProgress?.(current.progress);
    };
    try {
      const result = await work(report, controller.signal);
      await finish({ ...current, state: 'done', endedAt: clock.now() });
      return result;
    } catch (error) {
      const cancelled = controller.signal.aborted && isAbort(error);
      const thrown = cancelled ? new RondaError('common.cancelled', {}, { cause: error }) : error;
      if (!(thrown instanceof RondaError)) log.error('a job failed unexpectedly', { job: job.id, error });
      await finish({
        ...current,
        state: cancelled ? 'cancelled' : 'failed',
        endedAt: clock.now(),
        error: cancelled ? null : toErrorShape(thrown),
      });
      throw thrown;
    }
  }

  return {
    async run(kind, subject, hostId, work, options = {}) {
      const controller = new AbortController();
      const onAbort = (): void => {
        if (!(options.signal?.reason instanceof Error && options.signal.reason.name === 'CallerGone')) {
          controller.abort();
        }
      };
      options.signal?.throwIfAborted();
      options.signal?.addEventListener('abort', onAbort, { once: true });
      const job: Job = {
        id: `job-${randomUUID()}`,
        kind,
        subject,
        hostId,
        state: 'running',
        progress: null,
        startedAt: clock.now(),
        endedAt: null,
        error: null,
      };
      try {
        // Recorded before the work begins: a job that was killed must be found at the next start.
        await repository.save(job, owner);
        publisher.set('jobs', job.id, job);
        const ended = execute(job, controller, work, options);
        running.set(job.id, { controller, ended });
        return await ended;
      } finally {
        running.delete(job.id);
        options.signal?.removeEventListener('abort', onAbort);
      }
    },
    cancel(jobId) {
      const job = running.get(jobId);
      if (!job) throw new RondaError('common.not-found', { what: jobId });
      job.controller.abort();
    },
    async recover(isOwnerAlive) {
      for (const { owner: by, job } of await repository.running()) {
        if (running.has(job.id) || (await isOwnerAlive(by))) continue;
        await finish({ ...job, state: 'interrupted', endedAt: clock.now() }, by);
      }
      for (const job of await repository.list()) {
        if (!running.has(job.id)) publisher.set('jobs', job.id, job);
      }
    },
    async close() {
      const all = [...running.values()];
      for (const { controller } of all) controller.abort();
      await Promise.allSettled(all.map(({ ended }) => ended));
    },
  };
}
