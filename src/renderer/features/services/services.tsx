import { Server } from 'lucide-react';
import { useState } from 'react';
import type { TileView } from '../../../shared/domain/service.ts';
import { useText } from '../../app/i18n.ts';
import { go } from '../../app/router.ts';
import { useSelectedHost } from '../../stores/hosts.ts';
import { useTile, useTiles } from '../../stores/tiles.ts';
import { classes } from '../../ui/classes.ts';
import { Page, Section } from '../../ui/page.tsx';
import { StatusIcon } from '../../ui/status.tsx';
import { DatabaseCard } from '../backups/database-card.tsx';
import { ConnectionBanner } from '../hosts/connection-banner.tsx';
import { NothingHere } from '../hosts/nothing-here.tsx';
import { leadingCheck } from '../overview/leading-check.ts';
import { CheckHistory } from './check-history.tsx';
import { ChecksTable } from './checks-table.tsx';
import { Configuration } from './configuration.tsx';
import { ContainersTable } from './containers-table.tsx';
import { ResponseSection } from './response-section.tsx';
import { ServiceHeader } from './service-header.tsx';
import { ServiceUptime } from './service-uptime.tsx';
import { UsageSection } from './usage-section.tsx';

/** The services at the left, one of them in depth at the right. */
export function Services({ serviceId }: { readonly serviceId: string | null }) {
  const t = useText();
  const host = useSelectedHost();
  const tiles = useTiles(host?.id ?? null);
  const current = tiles.find((tile) => tile.serviceId === serviceId) ?? tiles[0] ?? null;
  return (
    <Page mode="fill" title={t('shell.screens.services')}>
      {current === null ? (
        <NothingHere
          host={host}
          icon={Server}
          title={t('overview.emptyTitle')}
          body={t('overview.emptyBody')}
        />
      ) : (
        <div className="flex h-full gap-4">
          <ServiceList tiles={tiles} current={current} />
          <div className="-mr-5 -mb-5 min-w-0 flex-1 overflow-y-auto pr-5 pb-5">
            <div className="flex max-w-[96rem] flex-col gap-5">
              {host && <ConnectionBanner host={host} knownBefore />}
              <ServiceDetail key={current.id} tileId={current.id} />
            </div>
          </div>
        </div>
      )}
    </Page>
  );
}

function ServiceList({
  tiles,
  current,
}: {
  readonly tiles: readonly TileView[];
  readonly current: TileView;
}) {
  const t = useText();
  return (
    <nav
      aria-label={t('services.list')}
      className="w-52 shrink-0 overflow-y-auto rounded-xl border border-line bg-surface p-1.5"
    >
      <ul className="flex flex-col gap-0.5">
        {tiles.map((tile) => (
          <li key={tile.id}>
            <button
              type="button"
              aria-current={tile.id === current.id ? 'true' : undefined}
              onClick={() => go({ screen: 'services', serviceId: tile.serviceId })}
              className={classes(
                'flex h-9 w-full items-center gap-2.5 rounded-md px-2.5 text-left',
                tile.id === current.id
                  ? 'bg-accent-soft font-medium'
                  : 'text-muted hover:bg-line/50 hover:text-ink',
              )}
            >
              <StatusIcon status={tile.status} />
              <span className="min-w-0 flex-1 truncate">{tile.name}</span>
              <span className="sr-only">{t(`common.status.${tile.status}`)}</span>
              {tile.port !== null && <span className="font-mono text-2xs text-faint">{`:${tile.port}`}</span>}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function ServiceDetail({ tileId }: { readonly tileId: string }) {
  const t = useText();
  const tile = useTile(tileId);
  const [checkId, setCheckId] = useState<string | null>(null);
  if (!tile) return null;
  const check = tile.checks.find(({ id }) => id === checkId) ?? measuring(tile);
  return (
    <>
      <ServiceHeader tile={tile} />
      <ServiceUptime tile={tile} />
      {tile.checks.length > 0 && (
        <ChecksTable tile={tile} selected={check?.id ?? null} onSelect={setCheckId} />
      )}
      <ContainersTable tile={tile} />
      {tile.databases.length > 0 && (
        <Section title={t('services.databases')}>
          <ul className="grid grid-cols-[repeat(auto-fill,minmax(22rem,1fr))] gap-3">
            {tile.databases.map((database) => (
              <DatabaseCard
                key={database.id}
                database={database}
                databaseKey={{ hostId: tile.hostId, serviceId: tile.serviceId, databaseId: database.id }}
                serviceName={tile.name}
                selected={false}
              />
            ))}
          </ul>
        </Section>
      )}
      {check && <ResponseSection key={check.id} tile={tile} check={check} />}
      <UsageSection tile={tile} />
      {check && <CheckHistory key={`history ${check.id}`} tile={tile} check={check} />}
      <Configuration tile={tile} />
    </>
  );
}

/** The check that has response times to plot; Docker's own health has none. */
function measuring(tile: TileView) {
  return tile.checks.find(({ kind }) => kind !== 'docker') ?? leadingCheck(tile);
}
