import type { Catalogue } from './catalogue.ts';
import { alerts } from './en/alerts.ts';
import { archives } from './en/archives.ts';
import { backupPlan } from './en/backup-plan.ts';
import { backups } from './en/backups.ts';
import { checkSettings } from './en/check-settings.ts';
import { common } from './en/common.ts';
import { configuration } from './en/configuration.ts';
import { data } from './en/data.ts';
import { discovery } from './en/discovery.ts';
import { environment } from './en/environment.ts';
import { hosts } from './en/hosts.ts';
import { images } from './en/images.ts';
import { incidents } from './en/incidents.ts';
import { logs } from './en/logs.ts';
import { manual } from './en/manual.ts';
import { nightWatch } from './en/night-watch.ts';
import { overview } from './en/overview.ts';
import { rebuild } from './en/rebuild.ts';
import { serverCopy } from './en/server-copy.ts';
import { services } from './en/services.ts';
import { settings } from './en/settings.ts';
import { shell } from './en/shell.ts';
import { silences } from './en/silences.ts';
import { vitals } from './en/vitals.ts';
import { alerts as idAlerts } from './id/alerts.ts';
import { archives as idArchives } from './id/archives.ts';
import { backupPlan as idBackupPlan } from './id/backup-plan.ts';
import { backups as idBackups } from './id/backups.ts';
import { checkSettings as idCheckSettings } from './id/check-settings.ts';
import { common as idCommon } from './id/common.ts';
import { configuration as idConfiguration } from './id/configuration.ts';
import { data as idData } from './id/data.ts';
import { discovery as idDiscovery } from './id/discovery.ts';
import { environment as idEnvironment } from './id/environment.ts';
import { hosts as idHosts } from './id/hosts.ts';
import { images as idImages } from './id/images.ts';
import { incidents as idIncidents } from './id/incidents.ts';
import { logs as idLogs } from './id/logs.ts';
import { manual as idManual } from './id/manual.ts';
import { nightWatch as idNightWatch } from './id/night-watch.ts';
import { overview as idOverview } from './id/overview.ts';
import { rebuild as idRebuild } from './id/rebuild.ts';
import { serverCopy as idServerCopy } from './id/server-copy.ts';
import { services as idServices } from './id/services.ts';
import { settings as idSettings } from './id/settings.ts';
import { shell as idShell } from './id/shell.ts';
import { silences as idSilences } from './id/silences.ts';
import { vitals as idVitals } from './id/vitals.ts';

export type Language = 'id' | 'en';

const en = {
  common,
  shell,
  overview,
  hosts,
  services,
  logs,
  backups,
  backupPlan,
  archives,
  images,
  data,
  environment,
  configuration,
  discovery,
  rebuild,
  incidents,
  alerts,
  settings,
  manual,
  nightWatch,
  serverCopy,
  checkSettings,
  silences,
  vitals,
};
export type EnglishCatalogue = typeof en;

const id: Catalogue<EnglishCatalogue> = {
  common: idCommon,
  shell: idShell,
  overview: idOverview,
  hosts: idHosts,
  services: idServices,
  logs: idLogs,
  backups: idBackups,
  backupPlan: idBackupPlan,
  archives: idArchives,
  images: idImages,
  data: idData,
  environment: idEnvironment,
  configuration: idConfiguration,
  discovery: idDiscovery,
  rebuild: idRebuild,
  incidents: idIncidents,
  alerts: idAlerts,
  settings: idSettings,
  manual: idManual,
  nightWatch: idNightWatch,
  serverCopy: idServerCopy,
  checkSettings: idCheckSettings,
  silences: idSilences,
  vitals: idVitals,
};

/** Every text of the window, by language, feature and key. */
export const catalogues = { en, id };
