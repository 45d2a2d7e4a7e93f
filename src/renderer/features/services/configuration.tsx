import type { ReactNode } from 'react';
import type { OutputOf } from '../../../shared/contract.ts';
import type { TileView } from '../../../shared/domain/service.ts';
import { useText } from '../../app/i18n.ts';
import { useQuery } from '../../bridge/use-query.ts';
import { Badge } from '../../ui/badge.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { useFormat } from '../../ui/format.ts';
import { Card, Section } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

type Described = OutputOf<'services.describe'>['containers'][number];

/** How the containers were made: ports, mounts, limits; of the environment only the names. */
export function Configuration({ tile }: { readonly tile: TileView }) {
  const t = useText();
  const query = useQuery(
    'services.describe',
    { hostId: tile.hostId, serviceId: tile.serviceId },
    tile.containers.map(({ id }) => id).join(' '),
  );
  if (tile.containers.length === 0) return null;
  return (
    <Section title={t('services.configuration')}>
      {query.error && <ErrorPanel error={query.error} onRetry={query.reload} />}
      {query.loading && !query.data && <Skeleton className="h-48" />}
      <div className="grid grid-cols-[repeat(auto-fit,minmax(24rem,1fr))] gap-3">
        {query.data?.containers.map((container) => (
          <ContainerCard key={container.id} container={container} />
        ))}
      </div>
    </Section>
  );
}

function ContainerCard({ container }: { readonly container: Described }) {
  const t = useText();
  const format = useFormat();
  const { limits } = container;
  const limitTexts = [
    ...(limits.cpus === null ? [] : [t('services.limitCpu', { cpus: format.number(limits.cpus, 2) })]),
    ...(limits.memoryBytes === null ? [] : [format.bytes(limits.memoryBytes)]),
  ];
  return (
    <Card>
      <h3 className="mb-3 font-medium break-all">{container.name}</h3>
      <dl className="grid grid-cols-[8rem_minmax(0,1fr)] gap-x-3 gap-y-2">
        <Entry name={t('services.command')}>
          <code className="font-mono text-xs leading-5 break-all">{container.command}</code>
        </Entry>
        <Entry name={t('services.ports')}>
          {container.ports.map(({ container: inside, host }) => (
            <p key={`${host}-${inside}`} className="font-mono text-xs leading-5">
              {`${host} → ${inside}`}
            </p>
          ))}
        </Entry>
        <Entry name={t('services.mounts')}>
          {container.mounts.map((mount) => (
            <p key={mount.target} className="font-mono text-xs leading-5 break-all">
              {`${mount.source} → ${mount.target} `}
              {!mount.writable && <Badge>{t('services.readOnly')}</Badge>}
            </p>
          ))}
        </Entry>
        <Entry name={t('services.limits')}>
          {limitTexts.length === 0 ? t('services.noLimits') : limitTexts.join(' · ')}
        </Entry>
        <Entry name={t('services.restartPolicy')}>
          <span className="font-mono text-xs leading-5">{container.restartPolicy || t('common.none')}</span>
        </Entry>
        <Entry name={t('services.networks')}>
          <span className="font-mono text-xs leading-5 break-all">{container.networks.join(', ')}</span>
        </Entry>
        <Entry name={t('services.environment')}>
          <span className="flex flex-wrap gap-1">
            {container.environmentNames.map((name) => (
              <Badge key={name} className="font-mono whitespace-normal break-all">
                {name}
              </Badge>
            ))}
          </span>
        </Entry>
      </dl>
    </Card>
  );
}

function Entry({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-xs leading-5 text-faint">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}
