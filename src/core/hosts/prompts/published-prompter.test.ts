import { expect, test } from 'vitest';
import { createPublishedState } from '../../state/published-state.ts';
import type { Question } from './prompter.ts';
import { createPublishedPrompter } from './published-prompter.ts';

const key: Question = {
  kind: 'host-key',
  hostId: 'a',
  hostName: 'A',
  address: 'a:22',
  keyType: 'ssh-ed25519',
  fingerprint: 'SHA256:x',
};
const password: Question = {
  kind: 'secret',
  hostId: 'a',
  hostName: 'A',
  purpose: 'password',
  label: 'u@a',
  echo: false,
};

test('a question stands in the state until it is answered, once', async () => {
  const state = createPublishedState();
  const prompter = createPublishedPrompter(state);
  const asking = prompter.ask(key, new AbortController().signal);
  const [prompt] = state.list('prompts');
  expect(prompt).toMatchObject(key);
  prompter.answer(prompt?.id ?? '', { kind: 'accept' });
  expect(await asking).toEqual({ kind: 'accept' });
  expect(state.list('prompts')).toEqual([]);
  expect(() => prompter.answer(prompt?.id ?? '', { kind: 'accept' })).toThrow('no longer');
});

test('an answer of the wrong kind is refused and the question stays open', () => {
  const state = createPublishedState();
  const prompter = createPublishedPrompter(state);
  void prompter.ask(key, new AbortController().signal);
  void prompter.ask(password, new AbortController().signal);
  const [first, second] = state.list('prompts');
  const typed = { kind: 'secret', secret: 's', remember: false } as const;
  expect(() => prompter.answer(first?.id ?? '', typed)).toThrow('does not fit');
  expect(() => prompter.answer(second?.id ?? '', { kind: 'accept' })).toThrow('does not fit');
  expect(state.list('prompts')).toHaveLength(2);
});

test('a connection that is given up takes its question away', async () => {
  const state = createPublishedState();
  const stop = new AbortController();
  const asking = createPublishedPrompter(state).ask(key, stop.signal);
  stop.abort(new Error('given up'));
  await expect(asking).rejects.toThrow('given up');
  expect(state.list('prompts')).toEqual([]);
});
