import type { LucideIcon } from 'lucide-react';
import {
  Archive,
  BellOff,
  BellRing,
  BookOpenText,
  FolderSync,
  Languages,
  LayoutGrid,
  Lock,
  LockOpen,
  Moon,
  Play,
  Plug,
  Plus,
  RefreshCw,
  RotateCw,
  ScrollText,
  Server,
  Settings2,
  Siren,
  Square,
  Sun,
  SunMoon,
  Unplug,
} from 'lucide-react';
import type { HostView } from '../../shared/domain/host.ts';
import type { ServiceAction, TileView } from '../../shared/domain/service.ts';
import type { AppStatus } from '../../shared/domain/settings.ts';
import { call } from '../bridge/ronda.ts';
import { backUp } from '../features/backups/backup-runs.ts';
import { selectHost } from '../stores/hosts.ts';
import { toastDone, toastError } from '../ui/toasts.tsx';
import { openDialog } from './dialogs.ts';
import type { Text } from './i18n.ts';
import { go, goTo, type Screen, screens } from './router.ts';

export type PaletteGroup = 'go' | 'services' | 'actions' | 'servers' | 'preferences';
export const paletteGroups: readonly PaletteGroup[] = ['go', 'actions', 'services', 'servers', 'preferences'];

export interface PaletteCommand {
  /** Unique, and stays the same while the language changes. */
  readonly id: string;
  readonly group: PaletteGroup;
  readonly icon: LucideIcon;
  readonly label: string;
  /** Other words it is found by. */
  readonly words: readonly string[];
  readonly run: () => void;
}

const screenIcons: Record<Screen, LucideIcon> = {
  overview: LayoutGrid,
  services: Server,
  logs: ScrollText,
  backups: Archive,
  incidents: Siren,
  manual: BookOpenText,
  settings: Settings2,
};

interface PaletteContext {
  readonly t: Text;
  readonly host: HostView | null;
  readonly hosts: readonly HostView[];
  readonly tiles: readonly TileView[];
  readonly app: AppStatus | null;
}

/** Runs what has no place of its own to show an error: it goes to the notices. */
function background(work: () => Promise<unknown>): () => void {
  return () => void work().catch(toastError);
}

/**
 * How well a command answers to what was typed, 0 to 1: every word must begin a word of it or stand inside one. The
 * label comes first among the texts and counts most. Fuzzy matching by single letters found “Restart Gerbang” for
 * “warga”: in a list that stops services, a near miss is worse than none.
 */
export function paletteScore(search: string, texts: readonly string[]): number {
  const [label = '', ...words] = texts.map((text) => text.toLocaleLowerCase());
  let score = 1;
  for (const part of search.toLocaleLowerCase().split(/\s+/).filter(Boolean)) {
    if (label.startsWith(part)) continue;
    if (label.includes(` ${part}`)) score *= 0.9;
    else if (label.includes(part)) score *= 0.6;
    else if (words.some((word) => word.startsWith(part))) score *= 0.4;
    else if (words.some((word) => word.includes(part))) score *= 0.2;
    else return 0;
  }
  return score;
}

/** Everything the window can do, as commands; what a person is asked before is asked by the same dialogs. */
export function paletteCommands(context: PaletteContext): PaletteCommand[] {
  return [
    ...screenCommands(context),
    ...actionCommands(context),
    ...context.tiles.flatMap((tile) => serviceCommands(context.t, tile)),
    ...hostCommands(context),
    ...preferenceCommands(context),
  ];
}

function screenCommands({ t }: PaletteContext): PaletteCommand[] {
  return screens.map((screen) => ({
    id: `go/${screen}`,
    group: 'go',
    icon: screenIcons[screen],
    label: t(`shell.screens.${screen}`),
    words: [screen],
    run: () => goTo(screen),
  }));
}

function actionCommands({ t, host, app }: PaletteContext): PaletteCommand[] {
  const command = (id: string, icon: LucideIcon, label: string, run: () => void): PaletteCommand => ({
    id,
    group: 'actions',
    icon,
    label,
    words: [],
    run,
  });
  return [
    ...(host
      ? [
          command(
            'check',
            RefreshCw,
            t('shell.checkNow'),
            background(async () => {
              await call('health.check-now', { hostId: host.id });
              toastDone(t('shell.checked'));
            }),
          ),
        ]
      : []),
    command('open-incident', Siren, t('shell.palette.openIncident'), () =>
      openDialog({ kind: 'open-incident', hostId: host?.id ?? null, serviceId: null }),
    ),
    command(
      'rescan',
      FolderSync,
      t('shell.palette.rescan'),
      background(async () => {
        const { found } = await call('backup.rescan', {});
        toastDone(t('backups.rescanDone', { count: found }));
      }),
    ),
    command('alerts', BellRing, `${t('shell.screens.settings')}: ${t('settings.sections.alerts')}`, () =>
      go({ screen: 'settings', section: 'alerts' }),
    ),
    ...(app?.vault === 'open'
      ? [
          command(
            'lock',
            Lock,
            t('shell.palette.lockVault'),
            background(() => call('vault.lock', {})),
          ),
        ]
      : app?.vault === 'locked'
        ? [
            command('unlock', LockOpen, t('shell.palette.unlockVault'), () =>
              go({ screen: 'settings', section: 'vault' }),
            ),
          ]
        : []),
  ];
}

function serviceCommands(t: Text, tile: TileView): PaletteCommand[] {
  const { hostId, serviceId, name } = tile;
  const command = (what: string, icon: LucideIcon, label: string, run: () => void): PaletteCommand => ({
    id: `${tile.id}/${what}`,
    group: 'services',
    icon,
    label,
    words: [serviceId, what, ...(tile.port === null ? [] : [String(tile.port)])],
    run,
  });
  const act = (action: ServiceAction) => () =>
    openDialog({ kind: 'service-action', request: { tile, action } });
  const running = tile.containers.some((container) => container.state === 'running');
  return [
    command('open', Server, t('shell.palette.openService', { name }), () =>
      go({ screen: 'services', serviceId }),
    ),
    ...(tile.containers.length === 0
      ? []
      : [
          command('logs', ScrollText, t('shell.palette.logsOf', { name }), () =>
            go({ screen: 'logs', serviceId, containerId: null }),
          ),
          command('restart', RotateCw, t('shell.palette.restart', { name }), act('restart')),
          running
            ? command('stop', Square, t('shell.palette.stop', { name }), act('stop'))
            : command('start', Play, t('shell.palette.start', { name }), act('start')),
        ]),
    ...tile.databases.map(({ id, path }) =>
      command(
        `backup/${id}`,
        Archive,
        t('shell.palette.backup', { database: fileOf(path), name }),
        () => void backUp([{ hostId, serviceId, databaseId: id }]),
      ),
    ),
    command('silence', BellOff, t('silences.addTitle', { name }), () =>
      openDialog({ kind: 'silence', hostId, serviceId }),
    ),
    command(
      'check',
      RefreshCw,
      t('shell.palette.check', { name }),
      background(() => call('health.check-now', { hostId, serviceId })),
    ),
  ];
}

function hostCommands({ t, host, hosts }: PaletteContext): PaletteCommand[] {
  const command = (id: string, icon: LucideIcon, label: string, run: () => void): PaletteCommand => ({
    id: `host/${id}`,
    group: 'servers',
    icon,
    label,
    words: [],
    run,
  });
  return [
    ...hosts.flatMap(({ id, name, connection }) => [
      ...(id === host?.id
        ? []
        : [command(`${id}/switch`, Server, t('shell.palette.switchTo', { name }), () => selectHost(id))]),
      connection.state === 'disconnected' || connection.state === 'refused' || connection.state === 'waiting'
        ? command(
            `${id}/connect`,
            Plug,
            t('shell.palette.connect', { name }),
            background(() => call('hosts.connect', { hostId: id })),
          )
        : command(
            `${id}/disconnect`,
            Unplug,
            t('shell.palette.disconnect', { name }),
            background(() => call('hosts.disconnect', { hostId: id })),
          ),
    ]),
    command('add', Plus, t('shell.addHost'), () => openDialog({ kind: 'add-host', target: 'ssh' })),
  ];
}

function preferenceCommands({ t }: PaletteContext): PaletteCommand[] {
  const set = (
    id: string,
    icon: LucideIcon,
    label: string,
    change: Parameters<typeof call<'app.update-settings'>>[1],
  ): PaletteCommand => ({
    id: `set/${id}`,
    group: 'preferences',
    icon,
    label,
    words: [],
    run: background(() => call('app.update-settings', change)),
  });
  return [
    set('light', Sun, t('shell.palette.themeLight'), { theme: 'light' }),
    set('dark', Moon, t('shell.palette.themeDark'), { theme: 'dark' }),
    set('system', SunMoon, t('shell.palette.themeSystem'), { theme: 'system' }),
    set('id', Languages, t('shell.palette.languageId'), { language: 'id' }),
    set('en', Languages, t('shell.palette.languageEn'), { language: 'en' }),
  ];
}

function fileOf(path: string): string {
  return path.split('/').at(-1) ?? path;
}
