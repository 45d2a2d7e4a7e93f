import { useShallow } from 'zustand/react/shallow';
import type { Job } from '../../shared/domain/job.ts';
import { mirrors } from './mirrors.ts';

/** Newest first. */
export function useJobs(): readonly Job[] {
  return mirrors.jobs(
    useShallow((state) => Object.values(state.entities).sort((a, b) => b.startedAt - a.startedAt)),
  );
}
