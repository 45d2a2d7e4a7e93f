import { RondaError } from '../../../shared/errors.ts';
import type { Handlers } from '../../dispatcher/dispatcher.ts';
import type { EnvironmentDeps } from '../environment/environment-handlers.ts';
import type { HostServices } from '../files/find-sources.ts';
import { messageOf } from '../take/take-backup.ts';
import { nginxFolder } from './configuration-paths.ts';
import { findSnapshot, keepFiles, readConfigurationRecord, unpack, viewOf } from './configuration-record.ts';
import { type ConfigurationOf, findConfiguration } from './find-configuration.ts';
import { textOf, unifiedChange } from './line-changes.ts';
import { readConfiguration } from './read-configuration.ts';
import { createConfigurationRestoreHandlers } from './restore-configuration.ts';

export type ConfigurationOperation = `config.${'snapshot' | 'history' | 'show' | 'plan-restore' | 'restore'}`;

export interface ConfigurationDeps extends Omit<EnvironmentDeps, 'chooseSavePath'> {
  /** The Compose file that the manual of a host names. */
  readonly composeFileOf: (hostId: string) => string | null;
  /** The home folder on this computer. */
  readonly userHome: string;
  /** Where the server's own nginx is configured, if not where it mostly is. */
  readonly nginxFolder?: string;
}

const subject = 'configuration';

/** No id of a database has a slash. */
const configurationLock = (hostId: string) => ({
  hostId,
  serviceId: 'configuration',
  databaseId: 'configuration/run',
});

/** The configuration files of a server, each with a history of its own in the vault. */
export function createConfigurationHandlers(deps: ConfigurationDeps): Handlers<ConfigurationOperation> {
  const { connections, findServices, vault, locks, jobs, clock, onJournal, composeFileOf, userHome } = deps;

  /** @throws RondaError `common.not-found` */
  function configurationOf(hostId: string): ConfigurationOf {
    const host: HostServices | null = findServices(hostId);
    if (!host) throw new RondaError('common.not-found', { what: hostId });
    return {
      host,
      composeFile: composeFileOf(hostId),
      userHome,
      nginxFolder: deps.nginxFolder ?? nginxFolder,
    };
  }

  /** @throws RondaError `vault.locked`, `config.damaged` */
  async function recordOf(hostId: string) {
    if (vault.state() === 'locked') throw new RondaError('vault.locked');
    return readConfigurationRecord(vault, hostId);
  }

  async function snapshot(hostId: string, known: readonly string[], jobSignal: AbortSignal) {
    const connection = connections.get(hostId);
    const signal = AbortSignal.any([jobSignal, connection.signal]);
    const of = configurationOf(hostId);
    const places = await findConfiguration(connection, of, signal);
    const read = await readConfiguration(connection.docker, of.host.hostName, places, known, signal);
    signal.throwIfAborted();
    const kept = await keepFiles(vault, hostId, read.found, clock.now());
    return {
      added: kept.added.map(({ name, ...each }) => ({ ...each, path: name })),
      unchanged: kept.unchanged,
      absent: read.found.filter(({ state }) => state.kind === 'absent').map(({ path }) => path),
      leftOut: [...read.leftOut, ...kept.leftOut].map(({ what, why }) => ({ what, why: why.toShape() })),
    };
  }

  return {
    async 'config.snapshot'({ hostId }, context) {
      const entry = { hostId, serviceId: '' };
      try {
        // Better told before the server is asked than after.
        const { histories } = await recordOf(hostId);
        const known = histories.map(({ path }) => path);
        const result = await jobs.run(
          'backup',
          subject,
          hostId,
          (_report, signal) => locks.hold(configurationLock(hostId), () => snapshot(hostId, known, signal)),
          {
            signal: context.signal,
            onProgress: (progress) => {
              context.emit(progress).catch(() => undefined);
            },
          },
        );
        for (const { path, snapshot: number } of result.added)
          onJournal({ ...entry, event: 'backup-taken', text: `configuration: ${path}, snapshot ${number}` });
        return result;
      } catch (error) {
        onJournal({ ...entry, event: 'backup-failed', text: `configuration: ${messageOf(error)}` });
        throw error;
      }
    },

    async 'config.history'({ hostId }) {
      const { histories } = await recordOf(hostId);
      return { histories: histories.map(viewOf).sort((a, b) => (a.path < b.path ? -1 : 1)) };
    },

    async 'config.show'({ hostId, historyId, snapshot: number, as }) {
      const { history, kept, before } = findSnapshot(await recordOf(hostId), historyId, number);
      const { path } = history;
      const textAt = (snapshot: typeof before): string | null => {
        const state = snapshot && unpack(snapshot.content);
        return state?.kind === 'file' ? textOf(state.bytes) : as === 'change' ? '' : null;
      };
      const text = textAt(kept);
      const was = as === 'change' ? textAt(before) : '';
      if (text === null || was === null) throw new RondaError('config.not-text', { path, snapshot: number });
      const what = as === 'change' ? 'what changed in ' : '';
      onJournal({
        hostId,
        serviceId: '',
        event: 'value-revealed',
        text: `configuration: ${what}${path}, snapshot ${number}`,
      });
      return { text: as === 'change' ? unifiedChange(was, text) : text };
    },

    ...createConfigurationRestoreHandlers({
      ...deps,
      recordOf,
      configurationOf,
      lockOf: configurationLock,
    }),
  };
}
