import { type IpcMainEvent, type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import type { Dispatcher } from '../core/dispatcher/dispatcher.ts';
import { CallerGone } from '../core/jobs/caller-gone.ts';
import type { Log } from '../core/platform/log.ts';
import { type CallResult, channels } from '../shared/bridge.ts';
import { RondaError, toErrorShape } from '../shared/errors.ts';
import { originOf } from './guards.ts';

/** So many events may be under way to the window unacknowledged; a stream beyond that waits. */
const eventsAhead = 8;

interface RunningCall {
  readonly controller: AbortController;
  unacknowledged: number;
  resume: (() => void) | null;
}

/**
 * Serves the dispatcher to windows: checks who calls, runs, streams events no faster than the window takes
 * them, and aborts everything a window asked for when it reloads, crashes or closes, jobs apart.
 */
export function serveIpc(deps: {
  /** Calls that come while the core is still being opened wait for it. */
  readonly dispatcher: () => Promise<Dispatcher>;
  readonly allowedOrigin: string;
  readonly log: Log;
}): void {
  const { dispatcher, allowedOrigin, log } = deps;
  const windows = new WeakMap<WebContents, Map<string, RunningCall>>();

  const isOurs = (event: IpcMainInvokeEvent | IpcMainEvent): boolean => {
    const frame = event.senderFrame;
    // A null frame navigated away while it called; a subframe is never ours.
    const ours = frame !== null && frame === event.sender.mainFrame && originOf(frame.url) === allowedOrigin;
    if (!ours) log.warn('a call from a foreign frame was refused', { frame: frame?.url ?? null });
    return ours;
  };

  const callsOf = (contents: WebContents): Map<string, RunningCall> => {
    const known = windows.get(contents);
    if (known) return known;
    const calls = new Map<string, RunningCall>();
    windows.set(contents, calls);
    const abortAll = (): void => {
      for (const call of calls.values()) {
        // Not a cancel: a job that a page began goes on without it.
        call.controller.abort(new CallerGone());
        call.resume?.();
      }
      calls.clear();
    };
    contents.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) abortAll();
    });
    contents.on('render-process-gone', abortAll);
    contents.on('destroyed', abortAll);
    return calls;
  };

  ipcMain.handle(
    channels.start,
    async (event, callId: unknown, name: unknown, input: unknown): Promise<CallResult> => {
      if (!isOurs(event)) return refused();
      const calls = callsOf(event.sender);
      if (
        typeof callId !== 'string' ||
        typeof name !== 'string' ||
        callId.length > 100 ||
        calls.has(callId)
      ) {
        return refused();
      }
      const call: RunningCall = { controller: new AbortController(), unacknowledged: 0, resume: null };
      calls.set(callId, call);
      const emit = async (value: unknown): Promise<void> => {
        if (call.controller.signal.aborted || event.sender.isDestroyed()) return;
        event.sender.send(channels.event, callId, value);
        call.unacknowledged += 1;
        if (call.unacknowledged < eventsAhead) return;
        await new Promise<void>((resolve) => {
          call.resume = resolve;
        });
      };
      try {
        const output = await (await dispatcher()).runUntyped(name, input, {
          signal: call.controller.signal,
          emit,
        });
        return { ok: true, output };
      } catch (error) {
        return { ok: false, error: toErrorShape(error) };
      } finally {
        if (calls.get(callId) === call) calls.delete(callId);
      }
    },
  );

  ipcMain.on(channels.cancel, (event, callId: unknown) => {
    if (!isOurs(event) || typeof callId !== 'string') return;
    const call = windows.get(event.sender)?.get(callId);
    call?.controller.abort();
    call?.resume?.();
  });

  ipcMain.on(channels.acknowledge, (event, callId: unknown) => {
    if (!isOurs(event) || typeof callId !== 'string') return;
    const call = windows.get(event.sender)?.get(callId);
    if (!call) return;
    call.unacknowledged -= 1;
    if (call.unacknowledged >= eventsAhead) return;
    call.resume?.();
    call.resume = null;
  });
}

function refused(): CallResult {
  return { ok: false, error: new RondaError('common.refused-caller').toShape() };
}
