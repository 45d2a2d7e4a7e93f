import { CronExpression } from '../../../shared/domain/cron.ts';
import { useText } from '../../app/i18n.ts';
import { useQuery } from '../../bridge/use-query.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Field, Input, Select } from '../../ui/field.tsx';
import { useFormat } from '../../ui/format.ts';

export interface Recurring {
  readonly cron: string;
  readonly minutes: number;
  readonly timeZone: string;
}

const zones = Intl.supportedValuesOf('timeZone');

/** A window that comes again and again: when, how long, by which clock, and what that makes of the next days. */
export function RecurringFields({
  value,
  onChange,
}: {
  readonly value: Recurring;
  readonly onChange: (value: Recurring) => void;
}) {
  const t = useText();
  const { cron, minutes, timeZone } = value;
  const isShaped = CronExpression.safeParse(cron).success;
  return (
    <>
      <Field
        label={t('silences.cron')}
        help={t('silences.cronHelp')}
        error={isShaped ? undefined : t('silences.cronHelp')}
      >
        {(ids) => (
          <Input
            {...ids}
            className="font-mono"
            value={cron}
            onChange={(event) => onChange({ ...value, cron: event.target.value })}
          />
        )}
      </Field>
      <div className="grid grid-cols-2 gap-3">
        <Field label={t('silences.minutes')}>
          {(ids) => (
            <Input
              {...ids}
              type="number"
              min={1}
              max={10_080}
              value={minutes}
              onChange={(event) => {
                const count = event.target.valueAsNumber;
                if (Number.isInteger(count) && count >= 1 && count <= 10_080)
                  onChange({ ...value, minutes: count });
              }}
            />
          )}
        </Field>
        <Field label={t('silences.timeZone')}>
          {(ids) => (
            <Select
              {...ids}
              value={timeZone}
              onChange={(event) => onChange({ ...value, timeZone: event.target.value })}
            >
              {[...new Set([timeZone, ...zones])].map((zone) => (
                <option key={zone}>{zone}</option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      {isShaped && <NextStarts value={value} />}
    </>
  );
}

function NextStarts({ value }: { readonly value: Recurring }) {
  const t = useText();
  const format = useFormat();
  const preview = useQuery('silences.preview', { window: { kind: 'recurring', ...value } });
  if (preview.error) return <ErrorPanel error={preview.error} />;
  const times = (preview.data?.starts ?? []).map((at) => format.dateTime(at));
  return <p className="text-xs text-muted">{t('silences.nextStarts', { times: times.join(' · ') })}</p>;
}
