import { useState } from 'react';
import type { HostView } from '../../../shared/domain/host.ts';
import { DeadManUrl, type NightWatchStage } from '../../../shared/domain/night-watch.ts';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useQuery } from '../../bridge/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { toastDone } from '../../ui/toasts.tsx';
import { NightWatchPlanView } from './night-watch-plan.tsx';

/** Everything that placing does, in full, and the button that does it. */
export function NightWatchDialog({
  host,
  onClose,
}: {
  readonly host: HostView;
  readonly onClose: () => void;
}) {
  const t = useText();
  const hostId = host.id;
  const [address, setAddress] = useState('');
  const [stage, setStage] = useState<NightWatchStage | null>(null);
  const isBad = address !== '' && !DeadManUrl.safeParse(address).success;
  // Half an address would only make a plan fail that is still being typed.
  const deadMan = address === '' || isBad ? {} : { deadManUrl: address };
  const plan = useQuery('night-watch.plan', { hostId, ...deadMan });
  const { data } = plan;
  const place = useAction(async () => {
    if (!data) return;
    await call(
      'night-watch.place',
      { hostId, ...deadMan, digest: data.digest },
      { onEvent: (event) => setStage(event.stage) },
    );
    toastDone(t('nightWatch.placed', { name: host.name }));
    onClose();
  });
  const error = place.error ?? plan.error;
  return (
    <Dialog
      open
      size="lg"
      onClose={onClose}
      title={t('nightWatch.planTitle', { name: host.name })}
      description={t('nightWatch.planBody')}
      footer={
        <>
          {place.busy && stage && (
            <span role="status" className="mr-auto text-muted">
              {t(`nightWatch.stages.${stage}`)}
            </span>
          )}
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            variant="primary"
            busy={place.busy}
            disabled={!data || plan.loading || isBad}
            onClick={() => void place.run().then((done) => !done && plan.reload())}
          >
            {t(data && data.action !== 'place' ? 'nightWatch.confirmUpdate' : 'nightWatch.confirm')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {error && <ErrorPanel error={error} />}
        {!data && plan.loading && <Skeleton className="h-40" />}
        {data && (
          <Field
            label={t('nightWatch.deadMan')}
            help={t(data.hasDeadMan && address === '' ? 'nightWatch.deadManKept' : 'nightWatch.deadManHelp')}
            error={isBad ? t('nightWatch.deadManHelp') : undefined}
          >
            {(ids) => (
              <Input
                {...ids}
                type="url"
                value={address}
                onChange={(event) => setAddress(event.target.value.trim())}
              />
            )}
          </Field>
        )}
        {data && <NightWatchPlanView plan={data} />}
      </div>
    </Dialog>
  );
}
