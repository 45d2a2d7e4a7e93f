import { posix } from 'node:path';
import type {
  ConfigurationRestorePlan,
  ConfigurationRestoreResult,
} from '../../../shared/domain/configuration.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { Handlers } from '../../dispatcher/dispatcher.ts';
import type { HostConnection } from '../../hosts/host-connection.ts';
import { type FileContent, type FileState, putFileBack } from '../environment/put-file-back.ts';
import { withServerFile } from '../environment/server-file-place.ts';
import { hasServerFolder } from '../rebuild/server-files.ts';
import { messageOf } from '../take/take-backup.ts';
import type { ConfigurationDeps } from './configuration-handlers.ts';
import {
  type ConfigurationRecord,
  findSnapshot,
  type KeptHistory,
  keepFiles,
  newestOf,
  planMark,
  unpack,
} from './configuration-record.ts';
import { type ConfigurationOf, findConfiguration, placeOf } from './find-configuration.ts';
import { countLines } from './line-changes.ts';
import { readConfigurationFile } from './read-configuration.ts';

export interface ConfigurationRestorePorts
  extends Pick<ConfigurationDeps, 'connections' | 'vault' | 'locks' | 'jobs' | 'clock' | 'onJournal'> {
  /** @throws RondaError `vault.locked`, `config.damaged` */
  readonly recordOf: (hostId: string) => Promise<ConfigurationRecord>;
  /** @throws RondaError `common.not-found` */
  readonly configurationOf: (hostId: string) => ConfigurationOf;
  readonly lockOf: (hostId: string) => Parameters<ConfigurationDeps['locks']['hold']>[0];
}

interface Which {
  readonly hostId: string;
  readonly historyId: string;
  readonly snapshot: number;
}

interface Planned {
  readonly plan: ConfigurationRestorePlan;
  readonly history: KeptHistory;
  readonly images: readonly string[];
  readonly before: FileState;
  readonly wanted: FileContent;
}

/** Puts one configuration file back as it was in a snapshot. */
export function createConfigurationRestoreHandlers(
  ports: ConfigurationRestorePorts,
): Handlers<'config.plan-restore' | 'config.restore'> {
  const { connections, vault, locks, jobs, clock, onJournal, recordOf, configurationOf } = ports;

  async function planNow(which: Which, connection: HostConnection, signal: AbortSignal): Promise<Planned> {
    const { hostId, historyId, snapshot } = which;
    const { docker } = connection;
    const record = await recordOf(hostId);
    const { history, kept } = findSnapshot(record, historyId, snapshot);
    const { path } = history;
    const content = unpack(kept.content);
    if (content.kind !== 'file') throw new RondaError('config.not-restorable', { path, snapshot });
    const of = configurationOf(hostId);
    const places = await findConfiguration(connection, of, signal);
    const { images } = places;
    const [image] = images;
    if (image === undefined) throw new RondaError('config.no-image', { host: of.host.hostName });
    const before = await readConfigurationFile(docker, image, path, signal);
    const folder = posix.dirname(path);
    if (before.kind === 'absent' && !(await hasServerFolder(docker, image, folder)))
      throw new RondaError('config.no-folder', { path, folder });
    // An owner or a mode that was made stricter since must not be loosened by an old snapshot.
    const seen = before.kind === 'file' ? before : lastFileOf(history);
    const { uid, gid, mode } = seen ?? content;
    const wanted: FileContent = { kind: 'file', bytes: content.bytes, uid, gid, mode };
    const place = placeOf(places, path);
    const plan: ConfigurationRestorePlan = {
      historyId,
      path,
      snapshot,
      takenAt: Date.parse(kept.at),
      isThere: before.kind === 'file',
      isSame: before.kind === 'file' && before.bytes.equals(wanted.bytes),
      bytes: wanted.bytes.length,
      lines: countLines(before.kind === 'file' ? before.bytes : Buffer.alloc(0), wanted.bytes),
      uid,
      gid,
      mode,
      before: [...(place?.before ?? [])],
      after: [...(place?.after ?? [])],
      planId: planMark(record, [hostId, historyId, snapshot, marked(before), marked(wanted)]),
    };
    return { plan, history, images, before, wanted };
  }

  async function restore(
    which: Which & { readonly planId: string },
    jobSignal: AbortSignal,
  ): Promise<ConfigurationRestoreResult> {
    const { hostId } = which;
    const connection = connections.get(hostId);
    const { docker, signal: connected } = connection;
    const signal = AbortSignal.any([jobSignal, connected]);
    const { plan, history, images, before, wanted } = await planNow(which, connection, signal);
    if (plan.planId !== which.planId) throw new RondaError('env.plan-outdated');
    const { after, path } = plan;
    if (plan.isSame) return { outcome: 'unchanged', reason: '', safetySnapshot: null, after };
    const { hostName } = configurationOf(hostId).host;
    const { origin } = history;
    const keep = async (state: FileState): Promise<number> => {
      const { leftOut } = await keepFiles(vault, hostId, [{ path, origin, state }], clock.now());
      if (leftOut[0]) throw leftOut[0].why;
      return newestOf(findSnapshot(await recordOf(hostId), which.historyId).history).snapshot;
    };
    const read = () => readConfigurationFile(docker, images[0] ?? '', path, connected);
    // Not by the job's signal from here on: half way is no place to stop.
    return withServerFile(docker, hostName, images, path, read, connected, async (place) => {
      const safetySnapshot = await keep(before);
      signal.throwIfAborted();
      const reason = await putFileBack(place, path, before, wanted);
      if (reason !== null) return { outcome: 'rolled-back', reason, safetySnapshot, after };
      // A vault that was locked meanwhile undoes nothing: the next snapshot finds the file as it is now.
      await keep(wanted).catch(() => undefined);
      return { outcome: 'restored', reason: '', safetySnapshot, after };
    });
  }

  return {
    async 'config.plan-restore'(which, { signal }) {
      const connection = connections.get(which.hostId);
      const { plan } = await planNow(which, connection, AbortSignal.any([signal, connection.signal]));
      return { plan };
    },

    async 'config.restore'({ reason: why, ...which }, context) {
      const { hostId, historyId, snapshot } = which;
      const { history } = findSnapshot(await recordOf(hostId), historyId, snapshot);
      const journal = (event: 'restored' | 'rolled-back' | 'restore-failed', text: string): void =>
        onJournal({
          hostId,
          serviceId: '',
          event,
          text: `configuration: ${history.path}, snapshot ${snapshot}${text}${why === '' ? '' : ` (${why})`}`,
        });
      try {
        const result = await jobs.run(
          'restore',
          posix.basename(history.path),
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

const marked = (state: FileState): unknown =>
  state.kind === 'file' ? { ...state, bytes: state.bytes.toString('base64') } : state;

function lastFileOf({ snapshots }: KeptHistory): FileContent | undefined {
  const last = snapshots.findLast(({ content }) => content.kind === 'file');
  const state = last && unpack(last.content);
  return state?.kind === 'file' ? state : undefined;
}
