import { useState } from 'react';
import { CronExpression } from '../../../shared/domain/cron.ts';
import type { SilenceWindow } from '../../../shared/domain/silence.ts';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useHosts } from '../../stores/hosts.ts';
import { useTiles } from '../../stores/tiles.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Field, Input, Select } from '../../ui/field.tsx';
import { useFormat } from '../../ui/format.ts';
import { toastDone } from '../../ui/toasts.tsx';
import { RecurringFields } from './recurring-fields.tsx';

const lasts = { m30: 30, h1: 60, h2: 120, h4: 240, h8: 480, d1: 1440, w1: 10_080 } as const;
type Lasts = keyof typeof lasts;

/** Asks what is to be silent, when and why. */
export function SilenceDialog({
  hostId,
  serviceId,
  onClose,
}: {
  readonly hostId: string;
  readonly serviceId: string | null;
  readonly onClose: () => void;
}) {
  const t = useText();
  const format = useFormat();
  const host = useHosts().find(({ id }) => id === hostId);
  const tiles = useTiles(hostId);
  const [target, setTarget] = useState(serviceId ?? '');
  const [kind, setKind] = useState<SilenceWindow['kind']>('once');
  const [last, setLast] = useState<Lasts>('h1');
  const [recurring, setRecurring] = useState({
    cron: '0 2 * * 0',
    minutes: 120,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
  const [reason, setReason] = useState('');
  const isUsable = kind === 'once' || CronExpression.safeParse(recurring.cron).success;
  const name = tiles.find((tile) => tile.serviceId === target)?.name ?? host?.name ?? hostId;
  const add = useAction(async () => {
    const now = Date.now();
    const window: SilenceWindow =
      kind === 'once'
        ? { kind, from: now, to: now + lasts[last] * 60_000 }
        : { kind: 'recurring', ...recurring };
    const { silence } = await call('silences.add', {
      hostId,
      serviceId: target === '' ? null : target,
      reason,
      window,
    });
    const { activeUntil, nextAt } = silence;
    const time = format.shortDateTime(activeUntil ?? nextAt ?? now, now);
    toastDone(t(activeUntil === null ? 'silences.doneLater' : 'silences.done', { name, time }));
    onClose();
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('silences.addTitle', { name })}
      description={t('silences.help')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            type="submit"
            form="silence"
            variant="primary"
            busy={add.busy}
            disabled={!isUsable || reason.trim() === ''}
          >
            {t('silences.confirm')}
          </Button>
        </>
      }
    >
      <form
        id="silence"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void add.run();
        }}
      >
        <Field label={t('silences.target')}>
          {(ids) => (
            <Select {...ids} value={target} onChange={(event) => setTarget(event.target.value)}>
              <option value="">{t('silences.everything')}</option>
              {tiles.map((tile) => (
                <option key={tile.serviceId} value={tile.serviceId}>
                  {tile.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <fieldset className="flex gap-6">
          {(['once', 'recurring'] as const).map((which) => (
            <label key={which} className="flex items-center gap-2">
              <input type="radio" name="kind" checked={kind === which} onChange={() => setKind(which)} />
              {t(`silences.${which}`)}
            </label>
          ))}
        </fieldset>
        {kind === 'once' ? (
          <Field label={t('silences.for')}>
            {(ids) => (
              <Select {...ids} value={last} onChange={(event) => setLast(event.target.value as Lasts)}>
                {(Object.keys(lasts) as Lasts[]).map((one) => (
                  <option key={one} value={one}>
                    {t(`silences.lasts.${one}`)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        ) : (
          <RecurringFields value={recurring} onChange={setRecurring} />
        )}
        <Field label={t('silences.reason')} help={t('silences.reasonHelp')}>
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              required
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        {add.error && <ErrorPanel error={add.error} />}
      </form>
    </Dialog>
  );
}
