import { useMemo, useState } from 'react';
import type { Heartbeat } from '../../../shared/domain/health.ts';
import { useText } from '../../app/i18n.ts';
import { SwitchRow } from '../../ui/field.tsx';
import { useFormat } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { useReason } from '../../ui/reason.ts';
import { StatusBadge } from '../../ui/status.tsx';
import { Switch } from '../../ui/switch.tsx';
import { Cell, Row, Table } from '../../ui/table.tsx';
import { DateTime } from '../../ui/time.tsx';

const shownAtMost = 60;

/** The newest runs of a check, or only those that were not well. */
export function HistoryTable({ beats }: { readonly beats: readonly Heartbeat[] }) {
  const t = useText();
  const format = useFormat();
  const reason = useReason();
  const [onlyTrouble, setOnlyTrouble] = useState(false);
  const wanted = useMemo(
    () => beats.filter((beat) => !onlyTrouble || beat.outcome !== 'ok').toReversed(),
    [beats, onlyTrouble],
  );
  const shown = wanted.slice(0, shownAtMost);
  return (
    <Section
      title={t('services.history')}
      actions={
        <SwitchRow label={t('services.onlyTrouble')}>
          {(ids) => <Switch {...ids} checked={onlyTrouble} onCheckedChange={setOnlyTrouble} />}
        </SwitchRow>
      }
    >
      {shown.length === 0 ? (
        <p className="rounded-lg border border-line bg-surface px-3 py-6 text-center text-muted">
          {t(onlyTrouble ? 'services.noTrouble' : 'services.noHistory')}
        </p>
      ) : (
        <Table
          label={t('services.history')}
          tall
          columns={[
            { title: t('services.time'), className: 'w-44' },
            { title: t('services.statusColumn'), className: 'w-36' },
            { title: t('services.latency'), className: 'w-24 text-right' },
            { title: t('services.message') },
          ]}
        >
          {shown.map((beat) => (
            <Row key={beat.at}>
              <Cell className="whitespace-nowrap text-muted">
                <DateTime at={beat.at} />
              </Cell>
              <Cell>
                <StatusBadge status={beat.status} />
              </Cell>
              <Cell className="text-right whitespace-nowrap">
                {beat.latencyMs === null
                  ? t('common.none')
                  : t('common.heartbeat.latency', { ms: format.number(beat.latencyMs) })}
              </Cell>
              <Cell className="break-words">{reason(beat.message, beat.cause)}</Cell>
            </Row>
          ))}
        </Table>
      )}
      {wanted.length > shown.length && (
        <p className="text-xs text-faint">
          {t('services.newestOf', {
            shown: format.number(shown.length),
            total: format.number(wanted.length),
          })}
        </p>
      )}
    </Section>
  );
}
