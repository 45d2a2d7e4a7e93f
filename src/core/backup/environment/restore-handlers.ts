import type Docker from 'dockerode';
import type { EnvironmentRestorePlan, EnvironmentRestoreResult } from '../../../shared/domain/environment.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { Handlers } from '../../dispatcher/dispatcher.ts';
import type { HostServices } from '../files/find-sources.ts';
import { composeUp } from './compose-up.ts';
import type { EnvironmentDeps } from './environment-handlers.ts';
import {
  type Content,
  changeOf,
  type EnvironmentRecord,
  findSnapshot,
  type KeptHistory,
  keepFound,
  type Source,
} from './environment-record.ts';
import { newestOf } from './kept-histories.ts';
import { planMark } from './key-ages.ts';
import type { FileContent, FileState } from './put-file-back.ts';
import { findEnvFiles, readEnvFile } from './read-environment.ts';
import {
  type FileRestorePorts,
  replaceServerFile,
  runFileRestore,
  type WhichSnapshot,
} from './restore-server-file.ts';

export interface RestorePorts extends FileRestorePorts, Pick<EnvironmentDeps, 'vault' | 'clock'> {
  /** @throws RondaError `vault.locked`, `env.damaged` */
  readonly recordOf: (hostId: string) => Promise<EnvironmentRecord>;
  /** @throws RondaError `common.not-found` */
  readonly hostOf: (hostId: string) => HostServices;
}

type TextFile = Extract<Content, { kind: 'file' }>;
type TextState = Extract<Content, { kind: 'file' | 'absent' }>;

function inBytes(state: TextFile): FileContent;
function inBytes(state: TextState): FileState;
function inBytes(state: TextState): FileState {
  if (state.kind === 'absent') return state;
  const { text, ...file } = state;
  return { ...file, bytes: Buffer.from(text) };
}

interface Planned {
  readonly plan: EnvironmentRestorePlan;
  readonly source: Source;
  readonly images: readonly string[];
  readonly before: TextState;
  readonly wanted: TextFile;
}

export function createRestoreHandlers(ports: RestorePorts): Handlers<'env.plan-restore' | 'env.restore'> {
  const { connections, vault, clock, recordOf, hostOf } = ports;

  async function planNow(which: WhichSnapshot, docker: Docker, signal: AbortSignal): Promise<Planned> {
    const { hostId, historyId, snapshot } = which;
    const record = await recordOf(hostId);
    const { history, kept } = findSnapshot(record, historyId, snapshot);
    const { source } = history;
    if (source.kind !== 'file' || kept.content.kind !== 'file')
      throw new RondaError('env.not-restorable', { name: source.name });
    const host = hostOf(hostId);
    const { files, images: all } = await findEnvFiles(docker, host, signal);
    const named = files.get(source.name);
    const images = [...new Set([...(named?.images ?? []), ...all])];
    const [image] = images;
    if (image === undefined) throw new RondaError('env.nothing-runs', { host: host.hostName });
    const before = await readEnvFile(docker, image, source.name, signal);
    // An owner or a mode that was made stricter since must not be loosened by an old snapshot.
    const seen = before.kind === 'file' ? before : lastFileOf(history);
    const { uid, gid, mode } = seen ?? kept.content;
    const wanted: TextFile = { kind: 'file', text: kept.content.text, uid, gid, mode };
    const isSame = before.kind === 'file' && before.text === wanted.text;
    const change = changeOf(before, wanted);
    const { added, changed, removed } = change;
    const plan: EnvironmentRestorePlan = {
      historyId,
      path: source.name,
      snapshot,
      takenAt: Date.parse(kept.at),
      isThere: before.kind === 'file',
      isSame,
      change,
      onlyOtherLines: !isSame && added.length + changed.length + removed.length === 0,
      uid,
      gid,
      mode,
      commands: [composeUp(named?.folder ?? null, source.name)],
      planId: planMark(record.key, [hostId, historyId, snapshot, before, wanted]),
    };
    return { plan, source, images, before, wanted };
  }

  async function restore(
    which: WhichSnapshot & { readonly planId: string },
    jobSignal: AbortSignal,
  ): Promise<EnvironmentRestoreResult> {
    const { hostId, historyId } = which;
    const { docker, signal: connected } = connections.get(hostId);
    const signal = AbortSignal.any([jobSignal, connected]);
    const planned = await planNow(which, docker, signal);
    const { plan, source, images, before, wanted } = planned;
    if (plan.planId !== which.planId) throw new RondaError('env.plan-outdated');
    const { commands, path } = plan;
    if (plan.isSame) return { outcome: 'unchanged', reason: '', safetySnapshot: null, commands };
    const { hostName } = hostOf(hostId);
    const contents = { before, wanted };
    const done = await replaceServerFile(
      {
        ...{ docker, hostName, images, path },
        read: async () => inBytes(await readEnvFile(docker, images[0] ?? '', path, connected)),
        before: inBytes(before),
        wanted: inBytes(wanted),
      },
      async (which) => {
        await keepFound(vault, hostId, [{ source, content: contents[which] }], clock.now());
        return newestOf(findSnapshot(await recordOf(hostId), historyId).history).snapshot;
      },
      { job: signal, connected },
    );
    return { ...done, commands };
  }

  return {
    async 'env.plan-restore'(which, { signal }) {
      const connection = connections.get(which.hostId);
      const { plan } = await planNow(which, connection.docker, AbortSignal.any([signal, connection.signal]));
      return { plan };
    },

    async 'env.restore'({ reason: why, ...which }, context) {
      const { history } = findSnapshot(await recordOf(which.hostId), which.historyId, which.snapshot);
      const file = { what: 'environment', path: history.source.name, why };
      return {
        result: await runFileRestore(ports, which, file, context, (signal) => restore(which, signal)),
      };
    },
  };
}

function lastFileOf({ snapshots }: KeptHistory): TextFile | undefined {
  return snapshots.flatMap(({ content }) => (content.kind === 'file' ? [content] : [])).at(-1);
}
