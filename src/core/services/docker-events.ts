import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { z } from 'zod';
import { serviceLabel } from './container-snapshot.ts';

/** Something happened to a container of this Compose service. */
export interface ContainerEvent {
  readonly composeService: string;
  readonly action: string;
}

const Event = z.object({
  Action: z.string(),
  Actor: z.object({ Attributes: z.record(z.string(), z.string()).nullish() }),
});
/** One event is a few hundred bytes; a line without end comes from something that is not an engine. */
const maxLine = 1024 * 1024;
const actions = [
  ...['create', 'start', 'restart', 'stop', 'die', 'kill', 'oom', 'pause', 'unpause', 'destroy', 'rename'],
  'health_status',
];

/**
 * Follows the engine's events until the stream ends or the signal fires. They are hints that make the next look come
 * at once; a lost one is made good by polling.
 */
export async function followEvents(
  docker: Docker,
  signal: AbortSignal,
  onEvent: (event: ContainerEvent) => void,
): Promise<void> {
  const stream = (await docker.getEvents({
    filters: { type: ['container'], event: actions, label: [serviceLabel] },
    abortSignal: signal,
  })) as Readable;
  const stop = (): void => void stream.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    let rest = '';
    stream.setEncoding('utf8');
    for await (const chunk of stream) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const event = parseEvent(line);
        if (event) onEvent(event);
      }
      if (rest.length > maxLine) throw new Error('an event without end');
    }
  } finally {
    signal.removeEventListener('abort', stop);
    stream.destroy();
  }
}

function parseEvent(line: string): ContainerEvent | null {
  if (line.trim() === '') return null;
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    // Half a line of a stream that was cut: the poll sees what it would have told.
    return null;
  }
  const event = Event.safeParse(json);
  const composeService = event.data?.Actor.Attributes?.[serviceLabel];
  return event.success && composeService !== undefined ? { composeService, action: event.data.Action } : null;
}
