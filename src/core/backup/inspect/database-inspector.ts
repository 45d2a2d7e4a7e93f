import { plainDetail } from '../../platform/plain-detail.ts';
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

type Progress = (phase: string, doneBytes: number, totalBytes: number) => void;

// Loaded by what is asked: a process lives for one answer, and half its time would go into what it does not need.
const inspection = () => import('./inspect-database.ts');
const contents = () => import('../look-inside/read-contents.ts');
const packing = () => import('../stored/pack-file.ts');

async function answer(request: InspectorRequest, progress: Progress): Promise<unknown> {
  switch (request.kind) {
    case 'replay':
      return (await inspection()).replayDatabase(request.file, progress);
    case 'verify':
      return (await inspection()).verifyDatabase(request.file, request, progress);
    case 'hash':
      return (await inspection()).hashFile(request.file, 'sha256', progress);
    case 'pages': {
      const { listPages } = await import('../take/delta/page-list.ts');
      return listPages(request.file, request.to, request.copyTo, progress);
    }
    case 'tables':
      return (await contents()).readTables(request.file);
    case 'rows':
      return (await contents()).readRows(request.file, request);
    case 'number': {
      const { readNumber } = await import('../restore-test/read-number.ts');
      return readNumber(request.file, request.query);
    }
    case 'compare':
      return (await contents()).compareContents(request.olderFile, request.newerFile);
    case 'pack':
      return (await packing()).packFile(request.file, request.to, request, progress);
    case 'unpack':
      try {
        const { unpackFile } = await packing();
        return { problem: '', ...(await unpackFile(request.file, request.to, request, progress)) };
      } catch (error) {
        return { problem: problemOf(error), bytes: 0 };
      }
  }
}

/** What age says when none of the keys is one of the file's. */
const noKey = /no identity matched/;
const problemOf = (error: unknown): string => {
  const detail = plainDetail(error) || 'not readable';
  return noKey.test(detail) ? 'no-key' : detail;
};

async function serve(message: unknown): Promise<void> {
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
    reply({ id, kind: 'done', value: await answer(request, progress) });
  } catch (error) {
    reply({ id, kind: 'failed', message: plainDetail(error) });
  }
}

if (parentPort) {
  parentPort.on('message', (event) => void serve(event.data));
} else {
  process.on('message', (message) => void serve(message));
  process.on('disconnect', () => process.exit(0));
}
