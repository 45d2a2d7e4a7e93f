import type { Prompt, PromptAnswer } from '../../../shared/domain/host.ts';

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;
/** What is to be asked; the prompter gives it its id. */
export type Question = WithoutId<Prompt>;

/** Asks a person. The window answers through `hosts.answer`, the command line at its terminal. */
export interface Prompter {
  /** Rejects with the signal's reason when the connection is given up meanwhile. */
  ask(question: Question, signal: AbortSignal): Promise<PromptAnswer>;
}

/** For runs without a person: every question is answered with no. */
export const refusingPrompter: Prompter = { ask: async () => ({ kind: 'refuse' }) };
