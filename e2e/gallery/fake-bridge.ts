import type { Bridge, CallResult } from '../../src/shared/bridge.ts';
import { defaultSettings, type Settings } from '../../src/shared/domain/settings.ts';
import type { PublishedState, StateChange, StateEvent } from '../../src/shared/state.ts';
import { answer } from './fake-answers.ts';
import { scenarios } from './fixture-state.ts';

type Listener = (callId: string, event: unknown) => void;

const query = new URLSearchParams(location.search);
const language = query.get('lang') === 'en' ? 'en' : 'id';
const theme = query.get('theme') === 'light' ? 'light' : 'dark';
const makeState = scenarios[query.get('scenario') ?? 'green'] ?? scenarios.green;
const state = makeState?.();
if (!state) throw new Error('no such scenario');
const settings: Settings = { ...defaultSettings, ...state.settings.settings, language, theme };
let published: PublishedState = { ...state, settings: { settings } };

let listener: Listener = () => undefined;
const emit: Listener = (callId, event) => listener(callId, event);
const cancels = new Map<string, () => void>();
let revision = 1;

const bridge: Bridge = {
  start(callId, name, input): Promise<CallResult> {
    if (name === 'app.watch') {
      emit(callId, { kind: 'snapshot', revision, state: published } satisfies StateEvent);
      return new Promise(() => undefined);
    }
    if (name === 'app.update-settings') {
      const value = { ...published.settings.settings, ...(input as Partial<Settings>) } as Settings;
      published = { ...published, settings: { settings: value } };
      revision += 1;
      const changes = [{ slice: 'settings', key: 'settings', value } satisfies StateChange];
      emit('app.watch#1', { kind: 'patch', revision, changes } satisfies StateEvent);
      return Promise.resolve({ ok: true, output: {} });
    }
    return answer(name, input, {
      scenario: query.get('scenario') ?? 'green',
      emit: (event) => emit(callId, event),
      onCancel: (cancel) => cancels.set(callId, cancel),
    });
  },
  pathOf: () => '',
  cancel: (callId) => cancels.get(callId)?.(),
  onEvent(next) {
    listener = next;
    return () => undefined;
  },
};

Object.defineProperty(window, 'ronda', { value: bridge });
