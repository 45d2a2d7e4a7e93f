import type { Outcome, Session } from './session.ts';

/** Runs a command's work in a session of its own; every command hands its work to this. */
export type Run = (work: (session: Session) => Promise<Outcome>) => Promise<void>;
