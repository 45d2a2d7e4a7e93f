import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { fromErrorShape } from '../../shared/errors.ts';
import type { Remote } from './remote.ts';
import type { StateOpened, StateReply, StateRequest, StateWorkerData } from './state-protocol.ts';
import type { StateRepositories } from './state-repositories.ts';

export interface StateClient {
  readonly repositories: Remote<StateRepositories>;
  readonly damaged: { readonly aside: string; readonly copy: string | null } | null;
  /** Makes the automatic copy of that day (`YYYY-MM-DD`) unless it is there. */
  copyOfDay(day: string): Promise<void>;
  /** Puts the newest automatic copy in place for the next start; its day, or null when there is none. */
  stageNewestCopy(): Promise<string | null>;
  close(): Promise<void>;
}

type Body = StateRequest extends infer R ? (R extends { id: number } ? Omit<R, 'id'> : never) : never;

/**
 * Starts the state worker and opens the database in it.
 * @param entry the worker's file: `.ts` from source, `.js` in a build
 * @throws RondaError when the state cannot be opened; nothing keeps running then
 */
export async function openState(entry: URL | string, data: StateWorkerData): Promise<StateClient> {
  // Node's own flags of this process are not for the worker: a test runner's would load its hooks there.
  const worker = new Worker(entry, { workerData: data, execArgv: [] });
  const [first] = (await once(worker, 'message')) as [StateOpened];
  if (!first.opened) {
    await worker.terminate();
    throw fromErrorShape(first.error);
  }

  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>();
  let nextId = 1;
  let gone: Error | null = null;
  worker.on('message', (reply: StateReply) => {
    const caller = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.ok) caller?.resolve(reply.value);
    else caller?.reject(fromErrorShape(reply.error));
  });
  const fail = (error: Error): void => {
    gone = error;
    for (const caller of waiting.values()) caller.reject(error);
    waiting.clear();
  };
  worker.on('error', fail);
  worker.on('exit', () => fail(gone ?? new Error('the state is closed')));

  const send = (body: Body): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (gone) return reject(gone);
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ ...body, id });
    });

  // A feature is any property, a method any property of it: the worker refuses what is not there.
  const repositories = new Proxy({} as Remote<StateRepositories>, {
    get: (_target, feature: string) =>
      new Proxy(
        {},
        {
          get:
            (_inner, method: string) =>
            (...args: unknown[]) =>
              send({ kind: 'call', feature, method, args }),
        },
      ),
  });

  return {
    repositories,
    damaged: first.damaged,
    async copyOfDay(day) {
      await send({ kind: 'copy', day });
    },
    stageNewestCopy: async () => (await send({ kind: 'stage-newest-copy' })) as string | null,
    async close() {
      if (gone) return;
      const exited = once(worker, 'exit');
      await send({ kind: 'close' });
      await exited;
    },
  };
}
