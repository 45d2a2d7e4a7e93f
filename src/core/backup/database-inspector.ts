import { plainDetail } from '../platform/plain-detail.ts';
import { replayDatabase, verifyDatabase } from './inspect-database.ts';
import { type InspectorReply, InspectorRequest } from './inspector-protocol.ts';

/**
 * The entry of the process that opens foreign databases. It speaks over Electron's parentPort as a utility process,
 * over Node's IPC channel as a fork; it ends when its parent does.
 */

/** What Electron adds to `process` in a utility process. */
interface UtilityHost {
  readonly parentPort?: {
    on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
    postMessage(message: unknown): void;
  };
}

const host: NodeJS.Process & UtilityHost = process;
const { parentPort } = host;

const reply = (message: InspectorReply): void => {
  if (parentPort) parentPort.postMessage(message);
  else process.send?.(message);
};

const reportEveryMs = 100;

function serve(message: unknown): void {
  const request = InspectorRequest.parse(message);
  const { id } = request;
  let phase = '';
  let reportedAt = 0;
  const progress = (name: string, doneBytes: number, totalBytes: number): void => {
    const now = performance.now();
    if (name === phase && now - reportedAt < reportEveryMs) return;
    phase = name;
    reportedAt = now;
    reply({ id, kind: 'progress', phase: name, doneBytes, totalBytes });
  };
  try {
    const value =
      request.kind === 'replay'
        ? replayDatabase(request.file, progress)
        : verifyDatabase(request.file, request, progress);
    reply({ id, kind: 'done', value });
  } catch (error) {
    reply({ id, kind: 'failed', message: plainDetail(error) });
  }
}

if (parentPort) {
  parentPort.on('message', (event) => serve(event.data));
} else {
  process.on('message', serve);
  process.on('disconnect', () => process.exit(0));
}
