import type { TileView } from '../../../shared/domain/service.ts';
import { useText } from '../../app/i18n.ts';
import { useFormat } from '../../ui/format.ts';
import { uptimeText } from '../../ui/uptime-text.ts';

/** How much of the watched time a service answered, over a day, a week and a month. */
export function ServiceUptime({ tile }: { readonly tile: TileView }) {
  const t = useText();
  const format = useFormat();
  const { uptime } = tile;
  if (!uptime) return null;
  return (
    <dl
      aria-label={t('services.figures.uptimeRange')}
      title={t('services.uptimeHelp')}
      className="flex flex-wrap gap-x-6 gap-y-1"
    >
      {(['day', 'week', 'month'] as const).map((span) => (
        <div key={span} className="flex items-baseline gap-1.5">
          <dt className="text-xs text-faint">{t(`services.uptime.${span}`)}</dt>
          <dd className="font-medium">{uptimeText(uptime[span], format) ?? t('common.none')}</dd>
        </div>
      ))}
    </dl>
  );
}
