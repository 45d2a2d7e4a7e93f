import { Archive, Globe, HardDrive, Play, RotateCw, ScrollText, Square } from 'lucide-react';
import { memo } from 'react';
import type { CheckView } from '../../../shared/domain/health.ts';
import type { TileView } from '../../../shared/domain/service.ts';
import { openDialog } from '../../app/dialogs.ts';
import { useText } from '../../app/i18n.ts';
import { go } from '../../app/router.ts';
import { useTile } from '../../stores/tiles.ts';
import { IconButton } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { useFormat } from '../../ui/format.ts';
import { HeartbeatBar } from '../../ui/heartbeat-bar.tsx';
import { useReason } from '../../ui/reason.ts';
import { statusLooks } from '../../ui/status.tsx';
import { TimeSince } from '../../ui/time.tsx';
import { uptimeText } from '../../ui/uptime-text.ts';
import { backUp, useBackupRun } from '../backups/backup-runs.ts';
import { PageThumbnail } from '../services/page-thumbnail.tsx';
import { usePausedText } from '../silences/paused-text.ts';
import { DatabaseDates } from './database-dates.tsx';
import { leadingCheck } from './leading-check.ts';
import { TileMetrics } from './tile-metrics.tsx';

/** One service at a glance. Quiet while it is well; a tile in trouble is the one that glows. */
export const Tile = memo(function Tile({ tileId }: { readonly tileId: string }) {
  const tile = useTile(tileId);
  if (!tile) return null;
  const check = leadingCheck(tile);
  const look = statusLooks[tile.status];
  const loud = tile.status === 'down' || tile.status === 'pending' || tile.status === 'degraded';
  const dimmed = tile.status === 'unobserved';
  return (
    <li
      className={classes(
        'flex min-w-0 flex-col rounded-xl border bg-surface transition-colors duration-200',
        tile.status === 'down' ? 'border-down/55' : loud ? 'border-degraded/45' : 'border-line',
      )}
    >
      <TileHeader tile={tile} />
      {tile.status !== 'up' && <Reason tile={tile} className={look.text} />}
      <div
        className={classes(
          'flex flex-1 flex-col gap-1.5 px-3.5 pt-1.5 pb-2',
          dimmed && 'text-faint [&_svg]:opacity-60',
        )}
      >
        <HeartbeatBar
          name={tile.name}
          beats={check?.recent ?? noBeats}
          intervalMs={check?.intervalMs ?? 60_000}
          unobserved={dimmed}
          className="h-5"
        />
        <TileMetrics tile={tile} check={check} />
        {check && (
          <PageThumbnail
            hostId={tile.hostId}
            serviceId={tile.serviceId}
            check={check}
            className="h-16 w-full"
          />
        )}
        {tile.databases.map((database) => (
          <DatabaseDates key={database.id} database={database} />
        ))}
      </div>
      <TileFooter tile={tile} />
    </li>
  );
});

const noBeats: CheckView['recent'] = [];

function TileHeader({ tile }: { readonly tile: TileView }) {
  const t = useText();
  const format = useFormat();
  const look = statusLooks[tile.status];
  const uptime = uptimeText(tile.uptime?.day ?? null, format);
  return (
    <header className="flex items-center gap-2.5 px-3.5 pt-2.5 pb-1">
      <span className={classes('flex size-8 shrink-0 items-center justify-center rounded-lg', look.tint)}>
        <look.icon aria-hidden className={classes('size-[1.125rem]', look.text)} />
      </span>
      <div className="min-w-0 flex-1">
        <h2 className="flex items-baseline gap-2">
          <button
            type="button"
            title={tile.name}
            aria-label={t('overview.open', { name: tile.name })}
            onClick={() => go({ screen: 'services', serviceId: tile.serviceId })}
            className="truncate rounded text-left text-base leading-5 font-semibold hover:text-accent"
          >
            {tile.name}
          </button>
          {tile.port !== null && (
            <span title={t('overview.port', { port: tile.port })} className="font-mono text-2xs text-faint">
              {`:${tile.port}`}
            </span>
          )}
        </h2>
        <p className="flex items-baseline gap-1.5 text-xs leading-4">
          <span title={t(`common.statusHelp.${tile.status}`)} className={classes('font-medium', look.text)}>
            {t(`common.status.${tile.status}`)}
          </span>
          <TimeSince at={tile.since} className="truncate text-faint" />
        </p>
      </div>
      {uptime !== null && (
        <p title={t('services.uptimeHelp')} className="shrink-0 self-start pt-0.5 text-right">
          <span className="block text-xs leading-5 font-medium">{uptime}</span>
          <span className="block text-2xs leading-4 text-faint">{t('overview.uptimeDay')}</span>
        </p>
      )}
    </header>
  );
}

function Reason({ tile, className }: { readonly tile: TileView; readonly className: string }) {
  const pausedText = usePausedText();
  const reason = useReason();
  const text = (tile.status === 'paused' && pausedText(tile)) || reason(tile.reason, tile.cause);
  if (!text) return null;
  return (
    <p title={text} className={classes('line-clamp-2 px-3.5 pt-0.5 text-xs break-words', className)}>
      {text}
    </p>
  );
}

function TileFooter({ tile }: { readonly tile: TileView }) {
  const t = useText();
  const [database] = tile.databases;
  const run = useBackupRun(
    database ? { hostId: tile.hostId, serviceId: tile.serviceId, databaseId: database.id } : null,
  );
  const running = tile.containers.some((container) => container.state === 'running');
  const contained = tile.containers.length > 0;
  const act = (action: 'start' | 'stop' | 'restart') =>
    openDialog({ kind: 'service-action', request: { tile, action } });
  return (
    <footer className="flex items-center gap-1 border-t border-line/70 py-0.5 pr-2 pl-3.5">
      <Origin tile={tile} />
      <div className="ml-auto flex gap-0.5">
        {database && (
          <IconButton
            icon={Archive}
            busy={run?.state === 'running'}
            label={t('overview.backup', { name: tile.name })}
            onClick={() =>
              void backUp(
                tile.databases.map(({ id }) => ({
                  hostId: tile.hostId,
                  serviceId: tile.serviceId,
                  databaseId: id,
                })),
              )
            }
          />
        )}
        {contained && (
          <>
            <IconButton
              icon={ScrollText}
              label={t('overview.logs', { name: tile.name })}
              onClick={() => go({ screen: 'logs', serviceId: tile.serviceId, containerId: null })}
            />
            <IconButton
              icon={RotateCw}
              label={t('overview.restart', { name: tile.name })}
              onClick={() => act('restart')}
            />
            {running ? (
              <IconButton
                icon={Square}
                label={t('overview.stop', { name: tile.name })}
                onClick={() => act('stop')}
              />
            ) : (
              <IconButton
                icon={Play}
                label={t('overview.start', { name: tile.name })}
                onClick={() => act('start')}
              />
            )}
          </>
        )}
      </div>
    </footer>
  );
}

/** Where it runs: the image and its age, or that Docker has nothing to do with it. */
function Origin({ tile }: { readonly tile: TileView }) {
  const t = useText();
  const [container] = tile.containers;
  if (container) {
    return (
      <p className="flex min-w-0 items-baseline gap-1.5 text-xs text-faint">
        <span title={container.image} className="truncate font-mono text-2xs">
          {container.image.replace(/^.*\//, '')}
        </span>
        {container.startedAt !== null && container.state === 'running' && (
          <TimeSince rough at={container.startedAt} className="shrink-0" />
        )}
      </p>
    );
  }
  const Icon = tile.runsAs === 'site' ? Globe : HardDrive;
  return (
    <p className="flex h-7 min-w-0 items-center gap-1.5 text-xs text-faint">
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span className="truncate">
        {tile.runsAs === 'site'
          ? t('overview.site')
          : tile.runsAs === 'process'
            ? t('overview.process')
            : t('overview.containerGone')}
      </span>
    </p>
  );
}
