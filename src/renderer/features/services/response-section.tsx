import { useState } from 'react';
import type { CheckView } from '../../../shared/domain/health.ts';
import type { TileView } from '../../../shared/domain/service.ts';
import { useText } from '../../app/i18n.ts';
import { Select } from '../../ui/field.tsx';
import { Section } from '../../ui/page.tsx';
import { BeatResponse } from './beat-response.tsx';
import { TrendResponse } from './trend-response.tsx';

const ranges = ['hour', 'day', 'week', 'month'] as const;
export type ResponseRange = (typeof ranges)[number];

const hourMs = 3600 * 1000;

/** Response times and history of one check: beat by beat over an hour, in stretches over a day, a week or a month. */
export function ResponseSection({ tile, check }: { readonly tile: TileView; readonly check: CheckView }) {
  const t = useText();
  const oldest = check.recent[0]?.at ?? null;
  // A young service has its hour filled; over a day it would be a dash at the edge.
  const isYoung = oldest !== null && (check.lastAt ?? oldest) - oldest < hourMs && check.recent.length < 40;
  const [chosen, setChosen] = useState<ResponseRange | null>(null);
  const range = chosen ?? (isYoung ? 'hour' : 'day');
  return (
    <Section
      title={t('services.responseTime')}
      actions={
        <Select
          aria-label={t('services.range')}
          value={range}
          onChange={(event) => setChosen(event.target.value as ResponseRange)}
          className="h-7 w-28 text-xs"
        >
          {ranges.map((name) => (
            <option key={name} value={name}>
              {t(`services.ranges.${name}`)}
            </option>
          ))}
        </Select>
      }
    >
      {range === 'hour' ? (
        <BeatResponse tile={tile} check={check} />
      ) : (
        <TrendResponse key={range} tile={tile} check={check} range={range} />
      )}
    </Section>
  );
}
