import { Radar } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Status } from '../../../shared/domain/status.ts';
import { useText } from '../../app/i18n.ts';
import { useSelectedHost } from '../../stores/hosts.ts';
import { useFromTiles } from '../../stores/tiles.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ConnectionBanner } from '../hosts/connection-banner.tsx';
import { arrangeTiles, type TileHead, type TileOrder } from './arrange-tiles.ts';
import { IncidentStrip } from './incident-strip.tsx';
import { OverviewHeader } from './overview-header.tsx';
import { Tile } from './tile.tsx';

export function Overview() {
  const t = useText();
  const host = useSelectedHost();
  const [order, setOrder] = useState<TileOrder>('trouble');
  const [text, setText] = useState('');
  const [only, setOnly] = useState<Status | null>(null);
  // Flat values only: a heartbeat changes none of them, so the grid stays and one tile renders again.
  const heads = useFromTiles(host?.id ?? null, (tiles) =>
    tiles.map((tile) => JSON.stringify([tile.id, tile.name, tile.status] satisfies TileHead)),
  );
  const parsed = useMemo(() => heads.map((head) => JSON.parse(head) as TileHead), [heads]);
  const shown = arrangeTiles(parsed, { order, text, only });
  const clear = (): void => {
    setText('');
    setOnly(null);
  };
  return (
    <div className="flex h-full flex-col overflow-y-auto">
      <OverviewHeader
        heads={parsed}
        order={order}
        onOrder={setOrder}
        text={text}
        onText={setText}
        only={only}
        onOnly={setOnly}
      />
      <div className="flex flex-col gap-3 px-5 pb-5">
        <IncidentStrip />
        {host && <ConnectionBanner host={host} knownBefore={parsed.length > 0} />}
        {parsed.length === 0 && host?.connection.state === 'connected' && (
          <EmptyState icon={Radar} title={t('overview.emptyTitle')} body={t('overview.emptyBody')} />
        )}
        {parsed.length === 0 && host?.connection.state === 'connecting' && <TileSkeletons />}
        {parsed.length > 0 && shown.length === 0 && (
          <EmptyState icon={Radar} title={t('overview.noMatch')}>
            <Button onClick={clear}>{t('overview.clearFilter')}</Button>
          </EmptyState>
        )}
        <ul
          aria-label={t('overview.tiles')}
          className="grid grid-cols-[repeat(auto-fill,minmax(20.5rem,1fr))] gap-3"
        >
          {shown.map((id) => (
            <Tile key={id} tileId={id} />
          ))}
        </ul>
      </div>
    </div>
  );
}

/** Holds the places of the tiles while the first connection is made. */
function TileSkeletons() {
  const t = useText();
  return (
    <div
      role="status"
      aria-label={t('common.loading')}
      className="grid grid-cols-[repeat(auto-fill,minmax(20.5rem,1fr))] gap-3"
    >
      {['a', 'b', 'c', 'd', 'e', 'f'].map((place) => (
        <Skeleton key={place} className="h-44 rounded-xl" />
      ))}
    </div>
  );
}
