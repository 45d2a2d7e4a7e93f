import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { type ErrorShape, RondaError, toErrorShape } from '../../shared/errors.ts';
import { chosenCopyFile, isSqliteError, type OpenedState, openStateDatabase } from './open-state-database.ts';
import { copyState, stageNewestCopy } from './state-copies.ts';
import type { StateOpened, StateReply, StateRequest, StateWorkerData } from './state-protocol.ts';
import { createStateRepositories } from './state-repositories.ts';

/** Entry of the worker that owns `ronda.db`: a slow or locked database stalls this thread and nothing else. */
const { file, copiesFolder } = workerData as StateWorkerData;
if (!parentPort) throw new Error('the state worker is started as a worker thread');
const port = parentPort;

function describe(error: unknown): ErrorShape {
  const detail = error instanceof Error ? error.message : String(error);
  if (isSqliteError(error, 'SQLITE_BUSY') || isSqliteError(error, 'SQLITE_LOCKED')) {
    return new RondaError('state.locked', { file }).toShape();
  }
  const cannotWrite = ['SQLITE_FULL', 'SQLITE_READONLY', 'SQLITE_IOERR', 'SQLITE_CANTOPEN'];
  if (cannotWrite.some((code) => isSqliteError(error, code))) {
    return new RondaError('state.not-writable', { folder: dirname(file), detail }).toShape();
  }
  return toErrorShape(error);
}

function open(): OpenedState | null {
  try {
    return openStateDatabase({ file, copiesFolder }, Date.now());
  } catch (error) {
    port.postMessage({ opened: false, error: describe(error) } satisfies StateOpened);
    return null;
  }
}

const state = open();
if (state) serve(state);

function serve({ db, damaged }: OpenedState): void {
  const repositories = createStateRepositories(db) as Record<
    string,
    Record<string, (...args: unknown[]) => unknown>
  >;

  const answer = (request: StateRequest): unknown => {
    if (request.kind === 'call') {
      const method = repositories[request.feature]?.[request.method];
      if (!method) throw new Error(`no repository method ${request.feature}.${request.method}`);
      return method(...request.args);
    }
    if (request.kind === 'copy') {
      const copy = join(copiesFolder, `ronda-${request.day}.db`);
      return existsSync(copy) ? copy : copyState(db, copiesFolder, request.day);
    }
    if (request.kind === 'stage-newest-copy') return stageNewestCopy(copiesFolder, chosenCopyFile(file));
    db.close();
    return null;
  };

  port.on('message', (request: StateRequest) => {
    let reply: StateReply;
    try {
      reply = { id: request.id, ok: true, value: answer(request) };
    } catch (error) {
      reply = { id: request.id, ok: false, error: describe(error) };
    }
    port.postMessage(reply);
    if (request.kind === 'close') port.close();
  });
  port.postMessage({ opened: true, damaged } satisfies StateOpened);
}
