import { posix } from 'node:path';
import type Docker from 'dockerode';
import type { EnvironmentRestorePlan, EnvironmentRestoreResult } from '../../../shared/domain/environment.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { Handlers } from '../../dispatcher/dispatcher.ts';
import type { HostServices } from '../files/find-sources.ts';
import { messageOf } from '../take/take-backup.ts';
import { composeUp } from './compose-up.ts';
import type { EnvironmentDeps } from './environment-handlers.ts';
import {
  type Content,
  changeOf,
  type EnvironmentRecord,
  findSnapshot,
  type KeptHistory,
  keepFound,
  newestOf,
  type Source,
} from './environment-record.ts';
import { environmentMark } from './key-ages.ts';
import { type FileContent, type FileState, putFileBack } from './put-file-back.ts';
import { findEnvFiles, readEnvFile } from './read-environment.ts';
import { withServerFile } from './server-file-place.ts';

export interface RestorePorts
  extends Pick<EnvironmentDeps, 'connections' | 'vault' | 'locks' | 'jobs' | 'clock' | 'onJournal'> {
  /** @throws RondaError `vault.locked`, `env.damaged` */
  readonly recordOf: (hostId: string) => Promise<EnvironmentRecord>;
  /** @throws RondaError `common.not-found` */
  readonly hostOf: (hostId: string) => HostServices;
  readonly lockOf: (hostId: string) => Parameters<EnvironmentDeps['locks']['hold']>[0];
}

interface Which {
  readonly hostId: string;
  readonly historyId: string;
  readonly snapshot: number;
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
  const { connections, vault, locks, jobs, clock, onJournal, recordOf, hostOf } = ports;

  async function planNow(which: Which, docker: Docker, signal: AbortSignal): Promise<Planned> {
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
      planId: environmentMark(
        { plan: JSON.stringify([hostId, historyId, snapshot, before, wanted]) },
        Buffer.from(record.key, 'base64'),
      ),
    };
    return { plan, source, images, before, wanted };
  }

  async function restore(
    which: Which & { readonly planId: string },
    jobSignal: AbortSignal,
  ): Promise<EnvironmentRestoreResult> {
    const { hostId } = which;
    const { docker, signal: connected } = connections.get(hostId);
    const signal = AbortSignal.any([jobSignal, connected]);
    const planned = await planNow(which, docker, signal);
    const { plan, source, images, before, wanted } = planned;
    if (plan.planId !== which.planId) throw new RondaError('env.plan-outdated');
    const { commands, path } = plan;
    if (plan.isSame) return { outcome: 'unchanged', reason: '', safetySnapshot: null, commands };
    const { hostName } = hostOf(hostId);
    // Not by the job's signal from here on: half way is no place to stop.
    const read = async () => inBytes(await readEnvFile(docker, images[0] ?? '', path, connected));
    return withServerFile(docker, hostName, images, path, read, connected, async (place) => {
      await keepFound(vault, hostId, [{ source, content: before }], clock.now());
      const { history } = findSnapshot(await recordOf(hostId), which.historyId);
      const safetySnapshot = newestOf(history).snapshot;
      signal.throwIfAborted();
      const reason = await putFileBack(place, path, inBytes(before), inBytes(wanted));
      if (reason !== null) return { outcome: 'rolled-back', reason, safetySnapshot, commands };
      // A vault that was locked meanwhile undoes nothing: the next snapshot finds the file as it is now.
      await keepFound(vault, hostId, [{ source, content: wanted }], clock.now()).catch(() => undefined);
      return { outcome: 'restored', reason: '', safetySnapshot, commands };
    });
  }

  return {
    async 'env.plan-restore'(which, { signal }) {
      const connection = connections.get(which.hostId);
      const { plan } = await planNow(which, connection.docker, AbortSignal.any([signal, connection.signal]));
      return { plan };
    },

    async 'env.restore'({ reason: why, ...which }, context) {
      const { hostId, historyId, snapshot } = which;
      const { history } = findSnapshot(await recordOf(hostId), historyId, snapshot);
      const { name } = history.source;
      const journal = (event: 'restored' | 'rolled-back' | 'restore-failed', text: string): void =>
        onJournal({
          hostId,
          serviceId: '',
          event,
          text: `environment: ${name}, snapshot ${snapshot}${text}${why === '' ? '' : ` (${why})`}`,
        });
      try {
        const result = await jobs.run(
          'restore',
          posix.basename(name),
          hostId,
          (_report, signal) => locks.hold(ports.lockOf(hostId), () => restore(which, signal)),
          {
            signal: context.signal,
            onProgress: (progress) => {
              context.emit(progress).catch(() => undefined);
            },
          },
        );
        if (result.outcome === 'restored') journal('restored', '');
        if (result.outcome === 'rolled-back') journal('rolled-back', `: ${result.reason}`);
        return { result };
      } catch (error) {
        journal('restore-failed', `: ${messageOf(error)}`);
        throw error;
      }
    },
  };
}

function lastFileOf({ snapshots }: KeptHistory): TextFile | undefined {
  return snapshots.flatMap(({ content }) => (content.kind === 'file' ? [content] : [])).at(-1);
}
