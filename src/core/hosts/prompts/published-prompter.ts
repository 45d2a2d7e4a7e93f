import { randomUUID } from 'node:crypto';
import type { PromptAnswer } from '../../../shared/domain/host.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { StatePublisher } from '../../state/published-state.ts';
import type { Prompter, Question } from './prompter.ts';

export interface PublishedPrompter extends Prompter {
  /**
   * Answers an open question.
   * @throws RondaError `common.not-found` when it is no longer open, `hosts.prompt-wrong-answer` when the answer is
   * of the wrong kind; the question then stays open.
   */
  answer(promptId: string, answer: PromptAnswer): void;
}

/** Puts questions into the `prompts` slice and waits for `hosts.answer`. */
export function createPublishedPrompter(state: StatePublisher): PublishedPrompter {
  const open = new Map<string, { question: Question; resolve: (answer: PromptAnswer) => void }>();

  return {
    ask(question, signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const id = `prompt-${randomUUID()}`;
        const close = (): void => {
          open.delete(id);
          state.remove('prompts', id);
          signal.removeEventListener('abort', onAbort);
        };
        const onAbort = (): void => {
          close();
          reject(signal.reason);
        };
        signal.addEventListener('abort', onAbort, { once: true });
        open.set(id, {
          question,
          resolve: (answer) => {
            close();
            resolve(answer);
          },
        });
        state.set('prompts', id, { ...question, id });
      });
    },
    answer(promptId, answer) {
      const entry = open.get(promptId);
      if (!entry) throw new RondaError('common.not-found', { what: 'The question' });
      const fits =
        answer.kind === 'refuse' || (answer.kind === 'secret') === (entry.question.kind === 'secret');
      // A secret typed for one question must never answer another, nor a stray yes accept a key.
      if (!fits) throw new RondaError('hosts.prompt-wrong-answer');
      entry.resolve(answer);
    },
  };
}
