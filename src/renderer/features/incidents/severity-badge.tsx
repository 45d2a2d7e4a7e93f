import type { Severity } from '../../../shared/domain/incident.ts';
import { useText } from '../../app/i18n.ts';
import { classes } from '../../ui/classes.ts';

const tones: Record<Severity, string> = {
  P1: 'bg-down-solid text-on-solid',
  P2: 'bg-down/16 text-down',
  P3: 'bg-degraded/16 text-degraded',
  P4: 'bg-paused/14 text-paused',
};

export function SeverityBadge({
  severity,
  full = false,
}: {
  readonly severity: Severity;
  readonly full?: boolean;
}) {
  const t = useText();
  return (
    <span
      title={t(`incidents.severity.${severity}`)}
      className={classes(
        'inline-flex rounded px-1.5 text-xs leading-5 font-semibold whitespace-nowrap',
        tones[severity],
      )}
    >
      {full ? `${severity} ${t(`incidents.severity.${severity}`)}` : severity}
    </span>
  );
}
