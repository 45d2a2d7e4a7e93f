import { MoonStar } from 'lucide-react';
import { type AlertConfig, type AlertsView, TimeOfDay } from '../../../shared/domain/alerts.ts';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Field, Input, Select, SwitchRow } from '../../ui/field.tsx';
import { useFormat } from '../../ui/format.ts';
import { Card, Section } from '../../ui/page.tsx';
import { Switch } from '../../ui/switch.tsx';

const zones = Intl.supportedValuesOf('timeZone');
const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export function QuietHours({ view }: { readonly view: AlertsView }) {
  const t = useText();
  const format = useFormat();
  const configure = useAction((change: Partial<AlertConfig>) => call('alerts.configure', change));
  const { quietHours, timeZone } = view.config;
  const setTime = (which: 'from' | 'to', text: string): void => {
    const time = TimeOfDay.safeParse(text);
    if (time.success) void configure.run({ quietHours: { ...quietHours, [which]: time.data } });
  };
  return (
    <Section title={t('alerts.quiet')}>
      {configure.error && <ErrorPanel error={configure.error} />}
      <Card className="flex flex-col gap-4">
        <SwitchRow label={t('alerts.quietSwitch')} help={t('alerts.quietHelp')}>
          {(ids) => (
            <Switch
              {...ids}
              checked={quietHours.enabled}
              onCheckedChange={(enabled) => void configure.run({ quietHours: { ...quietHours, enabled } })}
            />
          )}
        </SwitchRow>
        <div className="grid grid-cols-4 gap-3">
          {(['from', 'to'] as const).map((which) => (
            <Field key={which} label={t(`alerts.${which}`)}>
              {(ids) => (
                <Input
                  {...ids}
                  type="time"
                  defaultValue={quietHours[which]}
                  onBlur={(event) => setTime(which, event.target.value)}
                />
              )}
            </Field>
          ))}
          <Field label={t('alerts.timeZone')} className="col-span-2">
            {(ids) => (
              <Select
                {...ids}
                value={timeZone ?? ''}
                onChange={(event) => void configure.run({ timeZone: event.target.value || null })}
              >
                <option value="">{t('alerts.timeZoneOwn', { zone: ownZone })}</option>
                {zones.map((zone) => (
                  <option key={zone}>{zone}</option>
                ))}
              </Select>
            )}
          </Field>
        </div>
        {view.quietUntil !== null && (
          <p role="status" className="flex items-center gap-1.5 text-paused">
            <MoonStar aria-hidden className="size-4" />
            {t('alerts.quietNow', { time: format.shortDateTime(view.quietUntil, Date.now()) })}
          </p>
        )}
      </Card>
    </Section>
  );
}
