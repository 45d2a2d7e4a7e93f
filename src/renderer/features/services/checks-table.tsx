import { SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import type { TileView } from '../../../shared/domain/service.ts';
import { useText } from '../../app/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { useFormat } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { useReason } from '../../ui/reason.ts';
import { StatusBadge } from '../../ui/status.tsx';
import { Cell, Row, Table } from '../../ui/table.tsx';
import { TimeAgo } from '../../ui/time.tsx';
import { CheckSettingsDialog } from './check-settings/check-settings-dialog.tsx';
import { PageThumbnail } from './page-thumbnail.tsx';

interface ChecksTableProps {
  readonly tile: TileView;
  /** The check whose history stands below. */
  readonly selected: string | null;
  readonly onSelect: (checkId: string) => void;
}

/** Every check with what it said last; choosing one shows its history. */
export function ChecksTable({ tile, selected, onSelect }: ChecksTableProps) {
  const t = useText();
  const format = useFormat();
  const reason = useReason();
  const [settings, setSettings] = useState(false);
  return (
    <Section
      title={t('services.checks')}
      actions={
        <Button size="sm" icon={SlidersHorizontal} onClick={() => setSettings(true)}>
          {t('checkSettings.open')}
        </Button>
      }
    >
      {settings && (
        <CheckSettingsDialog
          hostId={tile.hostId}
          serviceId={tile.serviceId}
          name={tile.name}
          onClose={() => setSettings(false)}
        />
      )}
      <Table
        label={t('services.checks')}
        columns={[
          { title: t('services.statusColumn'), className: 'w-32' },
          { title: t('services.check'), className: 'min-w-44' },
          { title: t('services.interval'), className: 'w-20' },
          { title: t('services.last'), className: 'w-24' },
          { title: t('services.latency'), className: 'w-20 text-right' },
          { title: t('services.message') },
        ]}
      >
        {tile.checks.map((check) => (
          <Row key={check.id} className={classes(check.id === selected && 'bg-accent-soft/50')}>
            <Cell>
              <StatusBadge status={check.status} />
            </Cell>
            <Cell>
              <button
                type="button"
                aria-pressed={check.id === selected}
                onClick={() => onSelect(check.id)}
                className="rounded text-left font-medium hover:text-accent"
              >
                {t(`services.checkKind.${check.kind}`)}
              </button>
              <p className="font-mono text-2xs wrap-anywhere text-faint">{check.target}</p>
            </Cell>
            <Cell className="whitespace-nowrap text-muted">{format.duration(check.intervalMs)}</Cell>
            <Cell className="whitespace-nowrap text-muted">
              {check.lastAt === null ? t('common.never') : <TimeAgo at={check.lastAt} />}
            </Cell>
            <Cell className="text-right whitespace-nowrap">
              {check.latencyMs === null
                ? t('common.none')
                : t('common.heartbeat.latency', { ms: format.number(check.latencyMs) })}
            </Cell>
            <Cell className="break-words">
              {reason(check.message, check.cause) || t('common.none')}
              <PageThumbnail
                hostId={tile.hostId}
                serviceId={tile.serviceId}
                check={check}
                className="mt-1 h-24 w-40"
              />
              {check.certificateUntil !== null && (
                <p className="text-2xs text-faint">
                  {t('services.certificate', { time: format.dateTime(check.certificateUntil) })}
                </p>
              )}
            </Cell>
          </Row>
        ))}
      </Table>
    </Section>
  );
}
