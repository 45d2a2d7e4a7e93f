import { plainDetail } from '../../platform/plain-detail.ts';
import { compareContents, readRows, readTables } from '../look-inside/read-contents.ts';
import { readNumber } from '../restore-test/read-number.ts';
import { packFile, unpackFile } from '../stored/pack-file.ts';
import { listPages } from '../take/delta/page-list.ts';
import { hashFile, replayDatabase, verifyDatabase } from './inspect-database.ts';
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

async function answer(request: InspectorRequest, progress: Progress): Promise<unknown> {
  switch (request.kind) {
    case 'replay':
      return replayDatabase(request.file, progress);
    case 'verify':
      return verifyDatabase(request.file, request, progress);
    case 'hash':
      return hashFile(request.file, 'sha256', progress);
    case 'pages':
      return listPages(request.file, request.to, request.copyTo, progress);
    case 'tables':
      return readTables(request.file);
    case 'rows':
      return readRows(request.file, request);
    case 'number':
      return readNumber(request.file, request.query);
    case 'compare':
      return compareContents(request.olderFile, request.newerFile);
    case 'pack':
      return packFile(request.file, request.to, request, progress);
    case 'unpack':
      try {
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
