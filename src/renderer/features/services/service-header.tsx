import { BellOff, Play, RefreshCw, RotateCw, ScrollText, Siren, Square } from 'lucide-react';
import type { ServiceAction, TileView } from '../../../shared/domain/service.ts';
import { openDialog } from '../../app/dialogs.ts';
import { useText } from '../../app/i18n.ts';
import { go } from '../../app/router.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { useReason } from '../../ui/reason.ts';
import { StatusBadge, statusLooks } from '../../ui/status.tsx';
import { TimeSince } from '../../ui/time.tsx';
import { toastError } from '../../ui/toasts.tsx';
import { usePausedText } from '../silences/paused-text.ts';

/** What it is, how it stands and why, and what can be done about it. */
export function ServiceHeader({ tile }: { readonly tile: TileView }) {
  const t = useText();
  const reason = useReason();
  const pausedText = usePausedText();
  const { hostId, serviceId } = tile;
  const check = useAction(() => call('health.check-now', { hostId, serviceId }).catch(toastError));
  const act = (action: ServiceAction) => openDialog({ kind: 'service-action', request: { tile, action } });
  const running = tile.containers.some((container) => container.state === 'running');
  const why =
    tile.status === 'paused' ? pausedText(tile) : tile.status === 'up' ? '' : reason(tile.reason, tile.cause);
  return (
    <header className="flex flex-wrap items-start gap-x-4 gap-y-3">
      <div className="min-w-0 flex-1">
        <h2 className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="text-xl font-semibold tracking-tight break-words">{tile.name}</span>
          <StatusBadge status={tile.status} />
        </h2>
        <p className="mt-0.5 flex flex-wrap items-baseline gap-x-2 text-xs text-faint">
          <span className="font-mono text-2xs">
            {tile.port === null ? serviceId : `${serviceId}:${tile.port}`}
          </span>
          <TimeSince at={tile.since} />
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button icon={RefreshCw} busy={check.busy} onClick={() => void check.run()}>
          {t('services.actions.check')}
        </Button>
        {tile.containers.length > 0 && (
          <>
            <Button icon={ScrollText} onClick={() => go({ screen: 'logs', serviceId, containerId: null })}>
              {t('services.logs')}
            </Button>
            <Button icon={RotateCw} onClick={() => act('restart')}>
              {t('services.actions.restart')}
            </Button>
            {running ? (
              <Button icon={Square} onClick={() => act('stop')}>
                {t('services.actions.stop')}
              </Button>
            ) : (
              <Button icon={Play} onClick={() => act('start')}>
                {t('services.actions.start')}
              </Button>
            )}
          </>
        )}
        <Button icon={BellOff} onClick={() => openDialog({ kind: 'silence', hostId, serviceId })}>
          {t('silences.add')}
        </Button>
        <Button icon={Siren} onClick={() => openDialog({ kind: 'open-incident', hostId, serviceId })}>
          {t('services.openIncident')}
        </Button>
      </div>
      {why && <p className={classes('basis-full break-words', statusLooks[tile.status].text)}>{why}</p>}
    </header>
  );
}
