import { expect, it, vi } from 'vitest';
import type { Bridge } from '../../shared/bridge.ts';
import { RondaError } from '../../shared/errors.ts';
import { createClient } from './client.ts';

function fakeBridge(start: Bridge['start']) {
  let listener: (callId: string, event: unknown) => void = () => undefined;
  const cancel = vi.fn<Bridge['cancel']>();
  const bridge: Bridge = {
    start,
    cancel,
    pathOf: () => '',
    onEvent(next) {
      listener = next;
      return () => undefined;
    },
  };
  return { bridge, cancel, emit: (callId: string, event: unknown) => listener(callId, event) };
}

it('turns a failure back into a RondaError with its code and params', async () => {
  const error = new RondaError('common.timeout', { what: 'docker', seconds: 30 }).toShape();
  const { bridge } = fakeBridge(async () => ({ ok: false, error }));
  const failure = createClient(bridge)('hosts.list', {});
  await expect(failure).rejects.toMatchObject({ code: 'common.timeout', params: { what: 'docker' } });
  await expect(failure).rejects.toBeInstanceOf(RondaError);
});

it('hands each event to the call it belongs to, and to none that has ended', async () => {
  const calls: { id: string; end: () => void }[] = [];
  const { bridge, emit } = fakeBridge(
    (id) => new Promise((resolve) => calls.push({ id, end: () => resolve({ ok: true, output: {} }) })),
  );
  const call = createClient(bridge);
  const first = vi.fn();
  const second = vi.fn();
  const running = call('app.watch', {}, { onEvent: first });
  void call('app.watch', {}, { onEvent: second });
  emit(calls[0]?.id ?? '', 'one');
  calls[0]?.end();
  await running;
  emit(calls[0]?.id ?? '', 'late');
  expect(first.mock.calls).toEqual([['one']]);
  expect(second).not.toHaveBeenCalled();
});

it('cancels on the far side when the signal aborts, and starts nothing for a signal already aborted', async () => {
  const start = vi.fn<Bridge['start']>(() => new Promise(() => undefined));
  const { bridge, cancel } = fakeBridge(start);
  const call = createClient(bridge);
  const abort = new AbortController();
  void call('hosts.list', {}, { signal: abort.signal });
  abort.abort();
  expect(cancel).toHaveBeenCalledWith(start.mock.calls[0]?.[0]);
  await expect(call('hosts.list', {}, { signal: abort.signal })).rejects.toMatchObject({
    code: 'common.cancelled',
  });
  expect(start).toHaveBeenCalledTimes(1);
});
