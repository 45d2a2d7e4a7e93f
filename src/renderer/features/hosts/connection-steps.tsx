import { CircleCheck, CircleDashed, CircleX, LoaderCircle, type LucideIcon } from 'lucide-react';
import type { HostView } from '../../../shared/domain/host.ts';
import { useText } from '../../app/i18n.ts';
import { classes } from '../../ui/classes.ts';
import { useFormat } from '../../ui/format.ts';

type Step = HostView['connection']['steps'][number];

const looks: Record<Step['state'], { readonly icon: LucideIcon; readonly look: string }> = {
  done: { icon: CircleCheck, look: 'text-up' },
  failed: { icon: CircleX, look: 'text-down' },
  running: { icon: LoaderCircle, look: 'animate-spin text-paused' },
  waiting: { icon: CircleDashed, look: 'text-faint' },
};

/** The steps of connecting, each with what it took: it is seen at which one a connection stands still. */
export function ConnectionSteps({ steps }: { readonly steps: readonly Step[] }) {
  const t = useText();
  const format = useFormat();
  return (
    <ol aria-label={t('hosts.steps')} className="flex flex-col gap-1.5">
      {steps.map((step) => {
        const { icon: Icon, look } = looks[step.state];
        return (
          <li key={step.name} className="flex items-baseline gap-2">
            <Icon aria-hidden className={classes('size-3.5 shrink-0 translate-y-0.5', look)} />
            <span className={classes(step.state === 'failed' && 'font-medium text-down')}>
              {t(`hosts.step.${step.name}`)}
            </span>
            <span title={step.detail} className="min-w-0 flex-1 truncate text-xs text-faint">
              {step.detail}
            </span>
            {(step.state === 'done' || step.state === 'failed') && (
              <span className="text-xs whitespace-nowrap text-muted">
                {t('common.heartbeat.latency', { ms: format.number(step.durationMs) })}
              </span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
