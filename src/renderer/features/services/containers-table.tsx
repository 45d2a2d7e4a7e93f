import { ScrollText } from 'lucide-react';
import type { ContainerView, TileView } from '../../../shared/domain/service.ts';
import { useText } from '../../app/i18n.ts';
import { go } from '../../app/router.ts';
import { Badge } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { useFormat } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { Cell, Row, Table } from '../../ui/table.tsx';
import { TimeSince } from '../../ui/time.tsx';

/** What Docker says of every replica. */
export function ContainersTable({ tile }: { readonly tile: TileView }) {
  const t = useText();
  if (tile.runsAs !== 'container') return <p className="text-muted">{t('services.outsideDocker')}</p>;
  return (
    <Section title={t('services.containers')}>
      {tile.containers.length === 0 ? (
        <p className="text-muted">{t('services.noContainers')}</p>
      ) : (
        <Table
          label={t('services.containers')}
          columns={[
            { title: t('services.container'), className: 'min-w-56' },
            { title: t('services.state'), className: 'w-40' },
            { title: t('services.started'), className: 'w-24' },
            { title: t('services.restarts'), className: 'w-20 text-right' },
            { title: t('services.cpu'), className: 'w-16 text-right' },
            { title: t('services.memory'), className: 'w-32' },
            { title: t('services.logs'), className: 'w-12 text-center' },
          ]}
        >
          {tile.containers.map((container) => (
            <ContainerRow key={container.id} container={container} serviceId={tile.serviceId} />
          ))}
        </Table>
      )}
    </Section>
  );
}

function ContainerRow({
  container,
  serviceId,
}: {
  readonly container: ContainerView;
  readonly serviceId: string;
}) {
  const t = useText();
  const format = useFormat();
  const running = container.state === 'running';
  return (
    <Row>
      <Cell>
        <p className="font-medium break-all">{container.name}</p>
        <p className="font-mono text-2xs wrap-anywhere text-faint">{container.image}</p>
      </Cell>
      <Cell>
        <div className="flex flex-wrap gap-1">
          <Badge tone={running ? 'up' : container.state === 'paused' ? 'paused' : 'down'}>
            {t(`services.containerState.${container.state}`)}
          </Badge>
          {running && container.health !== 'none' && (
            <Badge
              tone={
                container.health === 'healthy' ? 'up' : container.health === 'unhealthy' ? 'down' : 'degraded'
              }
            >
              {t(`services.health.${container.health}`)}
            </Badge>
          )}
          {!running && container.exitCode !== null && (
            <Badge>{t('services.exitCode', { code: container.exitCode })}</Badge>
          )}
        </div>
      </Cell>
      <Cell className="whitespace-nowrap text-muted">
        {running && container.startedAt !== null ? <TimeSince at={container.startedAt} /> : t('common.none')}
      </Cell>
      <Cell className={classes('text-right', container.restartCount > 0 && 'text-degraded')}>
        {format.number(container.restartCount)}
      </Cell>
      <Cell className="text-right">
        {container.cpuPercent === null ? t('common.none') : format.percent(container.cpuPercent)}
      </Cell>
      <Cell>
        <MemoryUse used={container.memoryBytes} limit={container.memoryLimitBytes} />
      </Cell>
      <Cell className="py-1 text-center">
        <IconButton
          icon={ScrollText}
          label={t('overview.logs', { name: container.name })}
          onClick={() => go({ screen: 'logs', serviceId, containerId: container.id })}
        />
      </Cell>
    </Row>
  );
}

/** Above this share of its limit a container is near being killed. */
const nearLimit = 0.85;

function MemoryUse({ used, limit }: { readonly used: number | null; readonly limit: number | null }) {
  const t = useText();
  const format = useFormat();
  if (used === null) return t('common.none');
  const share = limit === null ? null : Math.min(1, used / limit);
  return (
    <div className="whitespace-nowrap">
      {limit === null
        ? format.bytes(used)
        : t('overview.memoryHelp', { used: format.bytes(used), limit: format.bytes(limit) })}
      {share !== null && (
        <div aria-hidden className="mt-1 h-1 w-24 overflow-hidden rounded-full bg-line">
          <div
            className={classes('h-full rounded-full', share > nearLimit ? 'bg-down' : 'bg-paused')}
            style={{ width: `${share * 100}%` }}
          />
        </div>
      )}
    </div>
  );
}
