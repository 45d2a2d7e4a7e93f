import { BellOff, Plus } from 'lucide-react';
import type { SilenceView } from '../../../shared/domain/silence.ts';
import { openDialog } from '../../app/dialogs.ts';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useHosts, useSelectedHost } from '../../stores/hosts.ts';
import { useSilences } from '../../stores/silences.ts';
import { useTile } from '../../stores/tiles.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { useFormat } from '../../ui/format.ts';
import { Card, Section } from '../../ui/page.tsx';
import { toastDone } from '../../ui/toasts.tsx';

/** Every silence, of all hosts, and the way to end each. */
export function SilenceList() {
  const t = useText();
  const silences = useSilences();
  const host = useSelectedHost();
  return (
    <Section
      title={t('silences.title')}
      actions={
        host && (
          <Button
            size="sm"
            icon={Plus}
            onClick={() => openDialog({ kind: 'silence', hostId: host.id, serviceId: null })}
          >
            {t('silences.add')}
          </Button>
        )
      }
    >
      <p className="text-muted">{t('silences.help')}</p>
      {silences.length === 0 ? (
        <p className="text-faint">{t('silences.none')}</p>
      ) : (
        <Card className="p-0">
          <ul aria-label={t('silences.title')} className="divide-y divide-line">
            {silences.map((silence) => (
              <SilenceRow key={silence.id} silence={silence} />
            ))}
          </ul>
        </Card>
      )}
    </Section>
  );
}

function SilenceRow({ silence }: { readonly silence: SilenceView }) {
  const t = useText();
  const format = useFormat();
  const { hostId, serviceId, window, activeUntil, nextAt } = silence;
  const host = useHosts().find(({ id }) => id === hostId);
  const tile = useTile(`${hostId}/${serviceId}`);
  const name =
    serviceId === null ? t('silences.wholeHost', { name: host?.name ?? hostId }) : (tile?.name ?? serviceId);
  const end = useAction(async () => {
    await call('silences.end', { silenceId: silence.id });
    toastDone(t('silences.ended', { name }));
  });
  const at = (instant: number): string => format.shortDateTime(instant, Date.now());
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
      <BellOff aria-hidden className={activeUntil === null ? 'size-4 text-faint' : 'size-4 text-paused'} />
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words">{name}</p>
        <p className="text-xs break-words text-muted">
          {t('silences.by', { reason: silence.reason, by: silence.by })}
        </p>
        {window.kind === 'recurring' && (
          <p className="font-mono text-2xs text-faint">
            {t('silences.each', { cron: window.cron, zone: window.timeZone, minutes: window.minutes })}
          </p>
        )}
      </div>
      {activeUntil !== null && <Badge tone="paused">{t('silences.active', { time: at(activeUntil) })}</Badge>}
      {activeUntil === null && nextAt !== null && (
        <span className="text-xs text-muted">{t('silences.next', { time: at(nextAt) })}</span>
      )}
      <Button size="sm" busy={end.busy} onClick={() => void end.run()}>
        {t('silences.end')}
      </Button>
      {end.error && <ErrorPanel error={end.error} />}
    </li>
  );
}
