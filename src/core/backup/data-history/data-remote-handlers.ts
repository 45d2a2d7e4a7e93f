import { RondaError } from '../../../shared/errors.ts';
import type { Handlers } from '../../dispatcher/dispatcher.ts';
import type { Log } from '../../platform/log.ts';
import type { SettingsStore } from '../../settings/settings-store.ts';
import type { OpenStoredDeps } from '../stored/open-stored.ts';
import { parseDataRemote } from './data-remote.ts';
import { openHostRepository } from './data-repository.ts';
import { pushData } from './push-data.ts';

export type DataRemoteOperation = 'data.set-remote' | 'data.push';

export interface DataRemoteDeps extends OpenStoredDeps {
  readonly settings: Pick<SettingsStore, 'reload' | 'update'>;
  readonly log: Log;
  readonly backupFolder: () => string;
  /** Of whoever runs Ronda: where git, ssh and their keys are found. */
  readonly env: NodeJS.ProcessEnv;
}

export interface DataRemotes {
  readonly handlers: Handlers<DataRemoteOperation>;
  /** Where a host's JSON data is pushed to; null: nowhere. */
  remoteOf(hostId: string): Promise<string | null>;
  /** Pushes what has been committed, where there is a remote. @throws as `data.push` does */
  pushIfWanted(hostId: string, signal: AbortSignal): Promise<void>;
  forgetHost(hostId: string): Promise<void>;
}

/** A second place for JSON data: a Git repository elsewhere, chosen by the admin and confirmed for that very address. */
export function createDataRemotes(deps: DataRemoteDeps): DataRemotes {
  const { settings, log, backupFolder, env } = deps;
  const remoteOf = async (hostId: string): Promise<string | null> => {
    // What a command took back while the window runs is taken back for the window, too.
    const { dataRemotes } = await settings.reload();
    return Object.hasOwn(dataRemotes, hostId) ? (dataRemotes[hostId] ?? null) : null;
  };
  const setRemote = async (hostId: string, url: string | null): Promise<void> => {
    const { [hostId]: _old, ...others } = (await settings.reload()).dataRemotes;
    await settings.update({ dataRemotes: url === null ? others : { ...others, [hostId]: url } });
  };

  async function push(hostId: string, signal: AbortSignal) {
    const kept = await remoteOf(hostId);
    if (kept === null) throw new RondaError('data.no-remote');
    // A settings file can be edited by hand.
    const url = parseDataRemote(kept);
    const [repository, folder] = await openHostRepository(deps, backupFolder(), hostId, signal);
    const [newest] = await repository.log(1);
    if (!newest) return { url, commit: null, isNew: false };
    const { commit } = newest;
    const isNew = await pushData(folder, url, commit, { env, signal });
    await repository.setPushed(commit);
    log.info('JSON data was pushed', { hostId, commit, isNew });
    return { url, commit, isNew };
  }

  return {
    remoteOf,
    handlers: {
      async 'data.set-remote'({ hostId, url, confirmed }, { signal }) {
        const next = url === null ? null : parseDataRemote(url);
        if (next !== null && !confirmed) throw new RondaError('data.remote-unconfirmed');
        if (next !== (await remoteOf(hostId))) {
          const [repository] = await openHostRepository(deps, backupFolder(), hostId, signal);
          await repository.setPushed(null);
          await setRemote(hostId, next);
        }
        return { url: next };
      },
      'data.push': ({ hostId }, { signal }) => push(hostId, signal),
    },
    async pushIfWanted(hostId, signal) {
      if ((await remoteOf(hostId)) !== null) await push(hostId, signal);
    },
    async forgetHost(hostId) {
      if ((await remoteOf(hostId)) !== null) await setRemote(hostId, null);
    },
  };
}
