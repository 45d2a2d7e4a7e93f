import { Archive, FolderSync } from 'lucide-react';
import { useState } from 'react';
import type { HostView } from '../../../shared/domain/host.ts';
import type { TileView } from '../../../shared/domain/service.ts';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { type DatabaseKey, databaseKey, useBackupsOf } from '../../stores/backups.ts';
import { useSelectedHost } from '../../stores/hosts.ts';
import { useTiles } from '../../stores/tiles.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { toastDone, toastError } from '../../ui/toasts.tsx';
import { NothingHere } from '../hosts/nothing-here.tsx';
import { BackupPlanSection } from './backup-plan-section.tsx';
import { backUp } from './backup-runs.ts';
import { BackupTable } from './backup-table.tsx';
import { ConfigurationSection } from './configuration/configuration-section.tsx';
import { DataHistorySection } from './data-history/data-history-section.tsx';
import { DatabaseCard } from './database-card.tsx';
import { FoundDatabases } from './discover/found-databases.tsx';
import { EnvironmentSection } from './environment/environment-section.tsx';
import { FilesSection } from './files-section.tsx';
import { ImagesSection } from './images/images-section.tsx';
import { RebuildSection } from './rebuild/rebuild-section.tsx';

type Kind = 'databases' | 'files' | 'data' | 'environment' | 'images' | 'rebuild';

interface KnownDatabase {
  readonly tile: TileView;
  readonly database: TileView['databases'][number];
  readonly key: DatabaseKey;
}

/** What is kept of a server, by kind of data. */
export function Backups({ selected }: { readonly selected: DatabaseKey | null }) {
  const t = useText();
  const host = useSelectedHost();
  const tiles = useTiles(host?.id ?? null).filter((tile) => tile.databases.length > 0);
  const keys = tiles.flatMap((tile) =>
    tile.databases.map((database) => ({
      tile,
      database,
      key: { hostId: tile.hostId, serviceId: tile.serviceId, databaseId: database.id },
    })),
  );
  const [kind, setKind] = useState<Kind>('databases');
  const rescan = useAction(async () => {
    try {
      const { found, unreadable } = await call('backup.rescan', {});
      const bad =
        unreadable.length > 0
          ? ` ${t('backups.rescanUnreadable', { count: unreadable.length })}: ${unreadable.slice(0, 3).join(', ')}`
          : '';
      toastDone(t('backups.rescanDone', { count: found }) + bad);
    } catch (error) {
      toastError(error);
    }
  });
  return (
    <Page
      title={t('shell.screens.backups')}
      actions={
        <Button icon={FolderSync} busy={rescan.busy} onClick={() => void rescan.run()}>
          {t('backups.rescan')}
        </Button>
      }
    >
      <Tabs<Kind>
        label={t('backups.kinds')}
        value={kind}
        onChange={setKind}
        tabs={[
          {
            value: 'databases',
            label: t('backups.databases'),
            content: <Databases host={host} keys={keys} selected={selected} />,
          },
          {
            value: 'files',
            label: t('archives.title'),
            content: host && <FilesSection key={host.id} host={host} />,
          },
          {
            value: 'data',
            label: t('data.title'),
            content: host && <DataHistorySection key={host.id} host={host} />,
          },
          {
            value: 'environment',
            label: t('environment.title'),
            content: host && (
              <div key={host.id} className="flex flex-col gap-7">
                <EnvironmentSection host={host} />
                <ConfigurationSection host={host} />
              </div>
            ),
          },
          {
            value: 'images',
            label: t('images.title'),
            content: host && <ImagesSection key={host.id} host={host} />,
          },
          {
            value: 'rebuild',
            label: t('rebuild.title'),
            content: host && <RebuildSection key={host.id} host={host} />,
          },
        ]}
      />
    </Page>
  );
}

/** Every database with its three dates; below, the catalogue of the chosen one. */
function Databases({
  host,
  keys,
  selected,
}: {
  readonly host: HostView | null;
  readonly keys: readonly KnownDatabase[];
  readonly selected: DatabaseKey | null;
}) {
  const t = useText();
  const wanted = selected ? databaseKey(selected) : null;
  const current = keys.find(({ key }) => databaseKey(key) === wanted) ?? keys[0];
  const found = host && <FoundDatabases key={host.id} host={host} />;
  if (!current)
    return (
      <div className="flex flex-col gap-5">
        {found}
        <NothingHere host={host} icon={Archive} title={t('backups.noDatabases')} />
        {host && <BackupPlanSection host={host} />}
      </div>
    );
  return (
    <div className="flex flex-col gap-5">
      {found}
      <ul
        aria-label={t('backups.databases')}
        className="grid grid-cols-[repeat(auto-fill,minmax(22rem,1fr))] gap-3"
      >
        {keys.map(({ tile, database, key }) => (
          <DatabaseCard
            key={databaseKey(key)}
            database={database}
            databaseKey={key}
            serviceName={tile.name}
            selected={databaseKey(current.key) === databaseKey(key)}
          />
        ))}
      </ul>
      {host && <BackupPlanSection host={host} />}
      <BackupList database={current.key} file={current.database.path.split('/').at(-1) ?? ''} />
    </div>
  );
}

function BackupList({ database, file }: { readonly database: DatabaseKey; readonly file: string }) {
  const t = useText();
  const backups = useBackupsOf(database);
  return (
    <Section title={t('backups.listOf', { database: file })}>
      {backups.length === 0 ? (
        <EmptyState icon={Archive} title={t('backups.none')} body={t('backups.noneBody')}>
          <Button variant="primary" icon={Archive} onClick={() => void backUp([database])}>
            {t('backups.backUpNow')}
          </Button>
        </EmptyState>
      ) : (
        <BackupTable backups={backups} label={t('backups.listOf', { database: file })} />
      )}
    </Section>
  );
}
