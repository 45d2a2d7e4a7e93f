import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Profile } from '../shared/domain/profile.ts';
import { RondaError } from '../shared/errors.ts';
import { createAlertsFeature } from './alerts/create-alerts-feature.ts';
import type { Notifier } from './alerts/notifier.ts';
import { appOperations } from './app/app-operations.ts';
import { createAppStatusBoard } from './app/app-status.ts';
import { forgetHost, repeat, tidy } from './app/background.ts';
import { type Desktop, desktopOperations } from './app/desktop-operations.ts';
import { createFreeSpaceWatch } from './app/watch-free-space.ts';
import type { BackupJournalEntry } from './backup/backup-handlers.ts';
import { databaseDates } from './backup/catalogue/database-dates.ts';
import { createConfigurationHandlers } from './backup/configuration/configuration-handlers.ts';
import { createBackupFeature } from './backup/create-backup-feature.ts';
import { createDataHistoryHandlers } from './backup/data-history/data-history-handlers.ts';
import { createDataRemotes } from './backup/data-history/data-remote-handlers.ts';
import { createDataRestoreHandlers } from './backup/data-history/data-restore-handlers.ts';
import { createDiscoveryHandlers } from './backup/discover/discovery-handlers.ts';
import { createEnvironmentHandlers } from './backup/environment/environment-handlers.ts';
import { createArchiveFeature } from './backup/files/create-archive-feature.ts';
import { findProfileDatabase } from './backup/find-profile-database.ts';
import { findProfileServices } from './backup/find-profile-services.ts';
import { createImageHandlers } from './backup/images/image-handlers.ts';
import { createImageStore } from './backup/images/image-store.ts';
import type { SpawnIsolated } from './backup/inspect/isolated-process.ts';
import { createRebuildHandlers } from './backup/rebuild/rebuild-handlers.ts';
import { createPauseDuringRestore, createWhilePaused } from './backup/restore/pause-during-restore.ts';
import { afterRound } from './backup/schedule/after-round.ts';
import { createScheduledBackups } from './backup/schedule/scheduled-backups.ts';
import { secondArchives } from './backup/second-copy/second-archives.ts';
import { createSecondCopy } from './backup/second-copy/second-copy.ts';
import { secondData } from './backup/second-copy/second-data.ts';
import { secondDatabases } from './backup/second-copy/second-databases.ts';
import { secondManuals, secondVault } from './backup/second-copy/second-home-files.ts';
import { secondImages } from './backup/second-copy/second-images.ts';
import { createBackupKeys } from './backup/stored/backup-keys.ts';
import { createBackupKeyHandlers } from './backup/stored/key-handlers.ts';
import { createDispatcher, type Dispatcher } from './dispatcher/dispatcher.ts';
import type { BrowserProbe } from './health/browser-probe.ts';
import { healthHandlers } from './health/health-handlers.ts';
import { createHealthService } from './health/health-service.ts';
import { hostsOfState } from './health/host-directory.ts';
import { createHostsFeature } from './hosts/hosts-feature.ts';
import { createIncidentActions } from './incidents/actions/incident-actions.ts';
import { createAttachmentOperations } from './incidents/attachments/attachment-operations.ts';
import { createAttachmentStore } from './incidents/attachments/attachment-store.ts';
import { createIncidentOperations } from './incidents/incident-operations.ts';
import { incidentPolicyOf } from './incidents/incident-policy.ts';
import { createIncidentService } from './incidents/incident-service.ts';
import { createJournalOperations } from './incidents/journal/journal-operations.ts';
import { createPostMortemOperations } from './incidents/post-mortem/post-mortem-operations.ts';
import { createJobs } from './jobs/jobs.ts';
import { createLogOperations } from './logs/log-operations.ts';
import { scriptName } from './night-watch/make-plan.ts';
import { createNightIncidents } from './night-watch/night-incidents.ts';
import { createNightWatch, type NightWatch } from './night-watch/night-watch-feature.ts';
import { botAccessOf, canTellTelegram, leaseOf, telegramWayOf } from './night-watch/of-console.ts';
import { type Clock, systemClock } from './platform/clock.ts';
import { createFileLog } from './platform/file-log.ts';
import { type HomeFolder, prepareHome } from './platform/home-folder.ts';
import type { Log } from './platform/log.ts';
import { checkSettingsHandlers } from './profile/check-settings-handlers.ts';
import { findProjects } from './profile/find-projects.ts';
import { profileHandlers } from './profile/profile-handlers.ts';
import { loadProfiles } from './profile/profile-store.ts';
import { createServerCopy, readCopyScripts } from './server-copy/server-copy-feature.ts';
import { createServiceActions } from './services/service-actions.ts';
import { serviceHandlers } from './services/service-handlers.ts';
import { createUsageRecorder } from './services/usage-recorder.ts';
import { openSettings } from './settings/open-settings.ts';
import type { SettingsStore } from './settings/settings-store.ts';
import { createSilences } from './silences/silence-service.ts';
import { createPublishedState, type PublishedStateStore } from './state/published-state.ts';
import { createLeaseKeeper } from './storage/lease-keeper.ts';
import { createProcessHolder } from './storage/process-holder.ts';
import { openState } from './storage/state-client.ts';
import { newestDataOf } from './test-copy/newest-data.ts';
import type { Keyring } from './vault/keyring.ts';
import { openVault } from './vault/open-vault.ts';
import { vaultOperations } from './vault/vault-operations.ts';
import { createVitals } from './vitals/vitals-watch.ts';

/** What differs between the window, the command line and a test. */
export interface ConsolePorts {
  readonly home: HomeFolder;
  /** Who holds a lease, for people: `Ronda (window)`. */
  readonly label: string;
  /** A short word for the log's lines: `window`, `cli`. */
  readonly process: string;
  readonly version: string;
  /** The folder that holds `profiles/`. */
  readonly resources: string;
  /** The state worker's file: `.ts` from source, `.js` in a build. */
  readonly stateWorker: URL | string;
  readonly spawnInspector: SpawnIsolated;
  readonly keyring: Keyring | null;
  /** Null where there is no desktop. */
  readonly notifier: Notifier | null;
  readonly desktop: Desktop | null;
  /** Absent where there is no browser: website checks then make the plain request alone. */
  readonly browser?: BrowserProbe;
  /**
   * Whether this process means to watch: connect every host, run checks at their intervals, open incidents. The
   * one that holds the lease does; a command does not ask for it.
   */
  readonly watches: boolean;
  readonly clock?: Clock;
  /** The person's home folder, for `~/.ssh`. */
  readonly userHome?: string;
  /** What stands in for Telegram in a test. */
  readonly telegramApi?: string | undefined;
}

export interface RondaConsole {
  readonly dispatcher: Dispatcher;
  readonly state: PublishedStateStore;
  readonly settings: SettingsStore;
  readonly log: Log;
  isLeaseHolder(): boolean;
  /** Ends jobs and connections, gives leases back, closes the state. Safe to call twice. */
  close(): Promise<void>;
}

const sweepEveryMs = 30_000;
const hourMs = 3_600_000;
const uptimeEveryMs = 300_000;

/**
 * Puts the whole core together on one home folder.
 * @throws RondaError `state.*` when the home or its state cannot be used; nothing keeps running then
 */
export async function openConsole(ports: ConsolePorts): Promise<RondaConsole> {
  const { home, clock = systemClock, userHome = homedir() } = ports;
  prepareHome(home);
  const state = createPublishedState();
  const board = createAppStatusBoard(state, {
    version: ports.version,
    leaseHolder: null,
    isLeaseHolder: false,
    vault: 'absent',
    keyring: ports.keyring !== null,
    backupFolder: home.defaultBackupFolder,
    home: home.root,
  });
  const log = createFileLog({
    folder: dirname(home.logFile),
    process: ports.process,
    now: () => clock.now(),
    onWriteError: (error) => {
      const detail = error instanceof Error ? error.message : String(error);
      board.notice('warning', new RondaError('state.not-writable', { folder: home.root, detail }));
    },
  });

  const storage = await openState(ports.stateWorker, {
    file: home.stateFile,
    copiesFolder: home.copiesFolder,
  });
  if (storage.damaged) {
    const { aside, copy } = storage.damaged;
    board.notice('error', new RondaError('state.damaged', { aside, copy: copy ?? '-' }));
  }
  const { repositories } = storage;
  const self = createProcessHolder();
  const { holder } = self;
  const leaseKeeper = createLeaseKeeper({
    leases: repositories.leases,
    clock,
    log,
    identity: { ...self, label: ports.label },
  });
  let isLeaseHolder = false;

  const settings = await openSettings({ file: home.settingsFile, clock, state, board });
  const language = (): 'en' | 'id' => settings.get().language;
  const backupFolder = (): string => settings.get().backupFolder ?? home.defaultBackupFolder;
  board.update({ backupFolder: backupFolder() });
  const vault = await openVault({ file: home.vaultFile, clock, board, keyring: ports.keyring });
  const profiles = await loadProfiles({
    builtInFolder: join(ports.resources, 'profiles'),
    importedFolder: home.profilesFolder,
    state,
  });
  for (const problem of profiles.problems) board.notice('warning', problem);

  const hosts = createHostsFeature({
    transferPace: () => {
      const limit = settings.get().transferLimitMbit;
      return limit === null ? null : limit * 125_000;
    },
    repository: repositories.hosts,
    state,
    clock,
    log,
    secrets: vault,
    requireProfile: async (profileId) => void profiles.get(profileId),
    findProjects,
    home: home.root,
    userHome,
    platform: process.platform,
    env: process.env,
  });
  const connections = hosts.service;

  const silences = createSilences({
    repository: repositories.silences,
    publisher: state,
    clock,
    log,
    author: () => settings.get().adminName,
    onChange: (hostIds) => {
      health.republish(hostIds);
      for (const hostId of hostIds) nightWatch.leaseChanged(hostId);
    },
  });
  const health = createHealthService({
    connections,
    hosts: hostsOfState(state),
    profiles,
    state,
    repositories,
    clock,
    log,
    isLeaseHolder: () => isLeaseHolder,
    language,
    silenceOf: silences.of,
    ...(ports.browser ? { browser: ports.browser } : {}),
    bot: botAccessOf(vault, ports.telegramApi),
    onUsage: createUsageRecorder({ repository: repositories.usage, clock, log }).record,
    databases: (hostId, service) =>
      service.databases.map((database) =>
        databaseDates(state.list('backups'), { hostId, serviceId: service.id, database }),
      ),
  });
  const alerts = createAlertsFeature({
    alerts: repositories.alerts,
    vault,
    notifier: ports.notifier,
    wantsDesktop: () => settings.get().notifications,
    language,
    hostName: (hostId) => state.get('hosts', hostId)?.name ?? hostId,
    serviceName: (hostId, serviceId) => state.get('tiles', `${hostId}/${serviceId}`)?.name ?? serviceId,
    clock,
    log,
    isLeaseHolder: () => isLeaseHolder,
    holder,
    isDead: self.isDead,
    publish: (view) => state.set('alerts', 'alerts', view),
    onTrouble: (level, error, isOn) => (isOn ? board.notice(level, error) : board.withdraw(error)),
    telegramApi: ports.telegramApi,
    isSilenced: ({ hostId, serviceId }) => hostId !== null && silences.of(hostId, serviceId) !== null,
    toldElsewhere: ({ incident, event, at }) =>
      incident.hostId === null || incident.serviceId === null || (event !== 'opened' && event !== 'relapsed')
        ? Promise.resolve(false)
        : nightWatch.hasTold(incident.hostId, incident.serviceId, at),
  });
  const author = (): string => settings.get().adminName;
  const incidents = createIncidentService({
    incidents: repositories.incidents,
    publisher: state,
    clock,
    log,
    alerts: alerts.healthAlerts,
    author,
    language,
    hostName: (hostId) => state.get('hosts', hostId)?.name ?? hostId,
    policyOf: (hostId) => {
      const host = hostId === null ? undefined : state.get('hosts', hostId);
      return incidentPolicyOf((host && profiles.find(host.profileId)) ?? null);
    },
  });
  const profileOf = (hostId: string): Profile | null => {
    const host = state.get('hosts', hostId);
    return (host && profiles.find(host.profileId)) ?? null;
  };
  const nightWatch: NightWatch = createNightWatch({
    connections,
    configOf: (hostId) => hosts.service.config(hostId),
    repositories,
    secrets: vault,
    clock,
    log,
    language,
    profileOf,
    readScript: () => readFile(join(ports.resources, 'night-watch', scriptName), 'utf8'),
    telegram: telegramWayOf({ alerts: repositories.alerts, vault, telegramApi: ports.telegramApi }),
    isLeaseHolder: () => isLeaseHolder,
    canTell: () => canTellTelegram(state),
    leaseContent: (hostId) => leaseOf(state, hostId),
    onBeats: async (hostId, beats) => (await health.watchOf(hostId)).takeNightBeats(beats),
    onTold: createNightIncidents({
      profileOf,
      language,
      toldAtNight: async (hostId, serviceId, at) => (await health.watchOf(hostId)).toldAtNight(serviceId, at),
      handle: incidents.handleTransition,
      now: () => clock.now(),
    }),
  });
  const openCauses = (): string[] =>
    state
      .list('incidents')
      .flatMap((incident) =>
        incident.state === 'open' && incident.recoveredAt === null && incident.cause ? [incident.cause] : [],
      );
  const vitals = createVitals({
    connections,
    configOf: (hostId) => hosts.service.config(hostId),
    profileOf,
    platform: process.platform,
    clock,
    log,
    language,
    isLeaseHolder: () => isLeaseHolder,
    openCauses,
    isSilent: (hostId) => silences.of(hostId, null) !== null,
    onTransition: (transition) => void incidents.handleTransition(transition),
  });
  const actions = createServiceActions({ connections, watchOf: health.watchOf, clock, log, author });
  const jobs = createJobs({ repository: repositories.jobs, publisher: state, clock, log, owner: holder });
  const backupPorts = {
    connections,
    repositories,
    jobs,
    clock,
    log,
    backupFolder,
    checkHealth: async (hostId: string, serviceId: string) => {
      const tiles = await (await health.watchOf(hostId)).checkNow(serviceId);
      return tiles.every(({ status }) => status === 'up' || status === 'degraded' || status === 'paused');
    },
    onJournal: (entry: BackupJournalEntry) => log.info('backup journal', { ...entry }),
    keys: createBackupKeys({ settings: settings.get, vault }),
    spawnInspector: ports.spawnInspector,
  };
  const whilePaused = createWhilePaused({ watchOf: health.watchOf, clock, author });
  const backup = createBackupFeature({
    ...backupPorts,
    whilePaused,
    findDatabase: findProfileDatabase(state, profiles),
    publisher: state,
    leases: leaseKeeper,
    chooseSavePath: ports.desktop?.chooseSavePath ?? null,
  });
  const archives = createArchiveFeature({
    ...backupPorts,
    findServices: findProfileServices(state, profiles),
    locks: backup.locks,
  });
  const stored = { inspector: backup.inspector, keys: backupPorts.keys };
  const imageStore = createImageStore(backupFolder);
  const images = createImageHandlers({
    ...backupPorts,
    ...stored,
    findServices: findProfileServices(state, profiles),
    store: imageStore,
    locks: backup.locks,
    secrets: vault,
  });
  const dataRemotes = createDataRemotes({
    ...stored,
    settings,
    log,
    backupFolder,
    env: process.env,
  });
  const dataHistory = createDataHistoryHandlers({
    ...backupPorts,
    ...stored,
    remoteOf: dataRemotes.remoteOf,
    findServices: findProfileServices(state, profiles),
    locks: backup.locks,
  });
  const discovery = createDiscoveryHandlers({
    ...backupPorts,
    findServices: findProfileServices(state, profiles),
    profileIdOf: (hostId) => hosts.service.config(hostId).profileId,
    addDatabase: profiles.addDatabase,
    addedDatabases: profiles.addedDatabases,
    removeDatabase: profiles.removeDatabase,
    sharedWith: (hostId) => {
      const { profileId } = hosts.service.config(hostId);
      const others = state.list('hosts').filter((host) => host.id !== hostId && host.profileId === profileId);
      return others.map(({ name }) => name);
    },
  });
  const environment = createEnvironmentHandlers({
    ...backupPorts,
    findServices: findProfileServices(state, profiles),
    locks: backup.locks,
    vault,
    chooseSavePath: ports.desktop?.chooseSavePath ?? null,
  });
  const configuration = createConfigurationHandlers({
    ...backupPorts,
    findServices: findProfileServices(state, profiles),
    locks: backup.locks,
    vault,
    composeFileOf: (hostId) => profileOf(hostId)?.compose.file ?? null,
    userHome,
  });
  const dataRestore = createDataRestoreHandlers({
    ...backupPorts,
    ...stored,
    ...archives.restores,
    findServices: findProfileServices(state, profiles),
    locks: backup.locks,
  });
  const rebuild = createRebuildHandlers({
    ...backupPorts,
    catalogue: backup.catalogue,
    archives: archives.catalogue,
    images: imageStore,
    inspector: backup.inspector,
    locks: backup.locks,
    findServices: findProfileServices(state, profiles),
    composeFileOf: (hostId) => profileOf(hostId)?.compose.file ?? null,
    userHome,
    profileIdOf: (hostId) => state.get('hosts', hostId)?.profileId ?? null,
    secrets: vault,
    take: { ...backup.handlers, ...archives.handlers, ...images },
  });
  const pauseDuringRestore = createPauseDuringRestore(whilePaused);

  const secondPorts = { ...backup, keys: backupPorts.keys, backupFolder, now: clock.now };
  const secondCopy = createSecondCopy({
    ...backup,
    kinds: [
      secondDatabases(secondPorts),
      secondArchives({ ...secondPorts, archives: archives.catalogue }),
      secondImages(secondPorts),
      secondData({ ...secondPorts, scratchFolder: join(home.root, 'scratch') }),
      secondVault(home.vaultFile),
      secondManuals(home.profilesFolder),
    ],
    publisher: state,
    clock,
    log,
    isLeaseHolder: () => isLeaseHolder,
    backupFolder,
    folder: () => settings.get().secondCopyFolder,
    setFolder: async (secondCopyFolder) => void (await settings.update({ secondCopyFolder })),
    plans: () => repositories.backupPlans.list(),
    vaultFile: home.vaultFile,
    profilesFolder: home.profilesFolder,
    // Another laptop's keyring does not open it here: its passphrase or recovery kit does.
    reloadVault: () => vault.openByKeyring().catch(() => undefined),
    reloadManuals: profiles.reload,
    makeBackupFolder: async (folder) => {
      const { secondCopyFolder } = settings.get();
      // It is the first one now: a second one on the same disk would be none.
      await settings.update({
        backupFolder: folder,
        ...(secondCopyFolder === folder ? { secondCopyFolder: null } : {}),
      });
    },
    rescan: async () => (await backup.catalogue.rescan()).found,
  });
  const isVaultOpen = (): boolean => vault.state() === 'open';
  const scheduledBackups = createScheduledBackups({
    ...backup,
    repository: repositories.backupPlans,
    publisher: state,
    clock,
    log,
    language,
    isLeaseHolder: () => isLeaseHolder,
    isConnected: (hostId) => state.get('hosts', hostId)?.connection.state === 'connected',
    hostName: (hostId) => state.get('hosts', hostId)?.name ?? null,
    profileOf,
    take: backup.takeScheduled,
    test: backup.testScheduled,
    afterRound: afterRound({
      keepData: async (hostId, signal) => {
        await dataHistory['data.snapshot']({ hostId }, { signal, emit: async () => undefined });
        await dataRemotes.pushIfWanted(hostId, signal);
      },
      keepEnvironment: (hostId, signal) =>
        environment['env.snapshot']({ hostId }, { signal, emit: async () => undefined }),
      keepConfiguration: (hostId, signal) =>
        configuration['config.snapshot']({ hostId }, { signal, emit: async () => undefined }),
      isVaultOpen,
    }),
    isVaultOpen,
    isSilent: (hostId, serviceId) => silences.of(hostId, serviceId) !== null,
    openCauses,
    onTransition: (transition) => void incidents.handleTransition(transition),
  });
  const serverCopy = createServerCopy({
    connections,
    configOf: (hostId) => hosts.service.config(hostId),
    profileOf,
    repository: repositories.serverCopies,
    backups: () => state.list('backups'),
    takeIn: backup.takeIn,
    readScripts: readCopyScripts(ports.resources),
    clock,
    log,
    isLeaseHolder: () => isLeaseHolder,
  });

  // While this process lives, the lease says so: jobs of an owner without one were interrupted.
  const alive = (owner: string): string => `process:${owner}`;
  const closing = new AbortController();
  const ended = new AbortController();
  const background: Promise<void>[] = [leaseKeeper.campaign(alive(holder), ended.signal, () => undefined)];

  health.transitions.subscribe((transition) => {
    void incidents.handleTransition(transition);
  });
  actions.onAction.subscribe(({ incidentId, commands }) => {
    if (!incidentId) return;
    void incidents
      .recordCommands(incidentId, commands)
      .catch((error) => log.error('commands were not recorded', { incidentId, error }));
  });
  const unsubscribe = state.subscribe((event) => {
    if (event.kind !== 'patch') return;
    if (event.changes.some(({ slice }) => slice === 'backups')) health.republish();
    if (event.changes.some(({ slice }) => slice === 'incidents' || slice === 'app')) alerts.service.wake();
    for (const { slice, key, value } of event.changes) {
      if (slice === 'hosts' && value === null)
        void forgetHost(repositories, [silences, scheduledBackups, dataRemotes], key, log);
      if (slice === 'incidents' && value?.hostId) nightWatch.leaseChanged(value.hostId);
    }
  });
  settings.subscribe(() => {
    board.update({ backupFolder: backupFolder() });
    health.republish();
    alerts.service.wake();
  });

  const dispatcher = createDispatcher(
    {
      ...appOperations({ state, settings, board, storage }),
      ...desktopOperations(ports.desktop, async (backupId) => (await backup.catalogue.locate(backupId)).path),
      ...vaultOperations(vault, ports.desktop?.chooseSavePath ?? null),
      ...hosts.operations,
      ...profileHandlers(profiles),
      ...checkSettingsHandlers({ profiles, profileIdOf: (hostId) => hosts.service.config(hostId).profileId }),
      ...healthHandlers({ health, connections, repositories, clock }),
      ...serviceHandlers({
        actions,
        connections,
        watchOf: health.watchOf,
        usage: repositories.usage,
        clock,
      }),
      ...createLogOperations({ connections, clock, log }),
      ...createIncidentOperations(incidents),
      ...createIncidentActions({
        connections,
        watchOf: health.watchOf,
        incidents,
        clock,
        hostName: (hostId) => state.get('hosts', hostId)?.name ?? hostId,
        newestData: newestDataOf(state, backup.open),
      }),
      ...createJournalOperations({
        incidents: repositories.incidents,
        service: incidents,
        clock,
        desktop: ports.desktop,
      }),
      ...createAttachmentOperations({
        store: createAttachmentStore(home.attachmentsFolder),
        incidents,
        desktop: ports.desktop,
      }),
      ...createPostMortemOperations({
        postMortems: repositories.postMortems,
        incidents,
        clock,
        timeZone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
        desktop: ports.desktop,
      }),
      ...alerts.operations,
      ...nightWatch.handlers,
      ...serverCopy.handlers,
      ...silences.handlers,
      ...vitals.handlers,
      'hosts.remove': async (input, context) => {
        const host = state.get('hosts', input.hostId)?.name ?? input.hostId;
        const folder = await nightWatch.leave(input.hostId, context.signal);
        const output = await hosts.operations['hosts.remove'](input, context);
        if (folder !== null)
          board.notice('warning', new RondaError('night-watch.left-behind', { host, folder }));
        return output;
      },
      ...backup.handlers,
      ...createBackupKeyHandlers({
        vault,
        settings,
        chooseSavePath: ports.desktop?.chooseSavePath ?? null,
        now: clock.now,
        log,
      }),
      ...discovery,
      ...images,
      ...rebuild,
      ...scheduledBackups.handlers,
      ...secondCopy.handlers,
      'backup.restore': (input, context) =>
        pauseDuringRestore(input, () => backup.handlers['backup.restore'](input, context)),
      ...dataHistory,
      ...dataRemotes.handlers,
      ...environment,
      ...configuration,
      ...dataRestore,
      'data.restore': (input, context) =>
        pauseDuringRestore({ ...input, backupId: input.commit.slice(0, 12) }, () =>
          dataRestore['data.restore'](input, context),
        ),
      ...archives.handlers,
      'archive.restore': async (input, context) => {
        const { archive } = await archives.catalogue.locate(input.archiveId);
        return pauseDuringRestore({ ...archive, backupId: archive.id }, () =>
          archives.handlers['archive.restore'](input, context),
        );
      },
    },
    log,
  );

  await jobs.recover(
    async (owner) =>
      !self.isDead(owner) && (await repositories.leases.find(alive(owner), clock.now())) !== null,
  );
  await incidents.start();
  await silences.start();
  await backup.start();
  await archives.start();
  await scheduledBackups.start();
  nightWatch.start();
  serverCopy.start();
  vitals.start();
  await hosts.service.start({ connect: ports.watches });
  await health.start();
  if (ports.watches) {
    background.push(
      leaseKeeper.campaign('schedules', closing.signal, (lease, ours) => {
        isLeaseHolder = ours;
        board.update({ leaseHolder: lease?.label ?? null, isLeaseHolder: ours });
      }),
      repeat(clock, sweepEveryMs, closing.signal, log, () => incidents.tick()),
      repeat(clock, sweepEveryMs, closing.signal, log, createFreeSpaceWatch(home.root, board)),
      repeat(clock, uptimeEveryMs, closing.signal, log, health.refreshUptimes),
      repeat(clock, hourMs, closing.signal, log, () => tidy(health, storage, clock, isLeaseHolder)),
      alerts.service.run(closing.signal),
      silences.run(closing.signal),
      scheduledBackups.run(closing.signal),
      secondCopy.run(closing.signal),
    );
  } else {
    const lease = await repositories.leases.find('schedules', clock.now());
    board.update({ leaseHolder: lease?.label ?? null });
  }

  let closed: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    closing.abort();
    unsubscribe();
    // Checks go on until then: a restore that nobody can see healthy would be rolled back.
    serverCopy.stop();
    await jobs.close();
    await backup.stop();
    await archives.stop();
    await nightWatch.stop();
    vitals.stop();
    health.stop();
    await hosts.service.stop();
    // Not before: another process would take a job that is still being ended for an interrupted one.
    ended.abort();
    await Promise.allSettled(background);
    await storage.close();
    log.flush();
  };
  return {
    dispatcher,
    state,
    settings,
    log,
    isLeaseHolder: () => isLeaseHolder,
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}
