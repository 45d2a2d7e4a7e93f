import { posix } from 'node:path';
import type {
  ConfigurationRestorePlan,
  ConfigurationRestoreResult,
} from '../../../shared/domain/configuration.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { Handlers } from '../../dispatcher/dispatcher.ts';
import type { HostConnection } from '../../hosts/host-connection.ts';
import { newestOf } from '../environment/kept-histories.ts';
import { planMark } from '../environment/key-ages.ts';
import type { FileContent, FileState } from '../environment/put-file-back.ts';
import {
  type FileRestorePorts,
  replaceServerFile,
  runFileRestore,
  type WhichSnapshot,
} from '../environment/restore-server-file.ts';
import { hasServerFolder } from '../rebuild/server-files.ts';
import type { ConfigurationDeps } from './configuration-handlers.ts';
import {
  type ConfigurationRecord,
  findSnapshot,
  type KeptHistory,
  keepFiles,
  unpack,
} from './configuration-record.ts';
import { type ConfigurationOf, findConfiguration, placeOf } from './find-configuration.ts';
import { countLines } from './line-changes.ts';
import { readConfigurationFile } from './read-configuration.ts';

export interface ConfigurationRestorePorts
  extends FileRestorePorts,
    Pick<ConfigurationDeps, 'vault' | 'clock'> {
  /** @throws RondaError `vault.locked`, `config.damaged` */
  readonly recordOf: (hostId: string) => Promise<ConfigurationRecord>;
  /** @throws RondaError `common.not-found` */
  readonly configurationOf: (hostId: string) => ConfigurationOf;
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
  const { connections, vault, clock, recordOf, configurationOf } = ports;

  async function planNow(
    which: WhichSnapshot,
    connection: HostConnection,
    signal: AbortSignal,
  ): Promise<Planned> {
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
      planId: planMark(record.key, [hostId, historyId, snapshot, marked(before), marked(wanted)]),
    };
    return { plan, history, images, before, wanted };
  }

  async function restore(
    which: WhichSnapshot & { readonly planId: string },
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
    const states = { before, wanted };
    const done = await replaceServerFile(
      {
        ...{ docker, hostName, images, path, before, wanted },
        read: () => readConfigurationFile(docker, images[0] ?? '', path, connected),
      },
      async (each) => {
        const { leftOut } = await keepFiles(
          vault,
          hostId,
          [{ path, origin, state: states[each] }],
          clock.now(),
        );
        if (leftOut[0]) throw leftOut[0].why;
        return newestOf(findSnapshot(await recordOf(hostId), which.historyId).history).snapshot;
      },
      { job: signal, connected },
    );
    return { ...done, after };
  }

  return {
    async 'config.plan-restore'(which, { signal }) {
      const connection = connections.get(which.hostId);
      const { plan } = await planNow(which, connection, AbortSignal.any([signal, connection.signal]));
      return { plan };
    },

    async 'config.restore'({ reason: why, ...which }, context) {
      const { history } = findSnapshot(await recordOf(which.hostId), which.historyId, which.snapshot);
      const file = { what: 'configuration', path: history.path, why };
      return {
        result: await runFileRestore(ports, which, file, context, (signal) => restore(which, signal)),
      };
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
