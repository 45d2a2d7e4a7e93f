import { useState } from 'react';
import {
  type BackupPlan,
  type BackupPlanView,
  defaultKeep,
  type KeepRule,
} from '../../../shared/domain/backup-plan.ts';
import { CronExpression } from '../../../shared/domain/cron.ts';
import type { HostView } from '../../../shared/domain/host.ts';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useQuery } from '../../bridge/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Field, Input, Select, SwitchRow } from '../../ui/field.tsx';
import { useFormat } from '../../ui/format.ts';
import { Switch } from '../../ui/switch.tsx';
import { toastDone } from '../../ui/toasts.tsx';

const zones = Intl.supportedValuesOf('timeZone');
const most: KeepRule = { daily: 366, weekly: 260, monthly: 120 };

/** When the databases of a host are copied by themselves, and what that rule keeps: shown before it is saved. */
export function BackupPlanDialog({
  host,
  plan,
  onClose,
}: {
  readonly host: HostView;
  readonly plan: BackupPlanView | null;
  readonly onClose: () => void;
}) {
  const t = useText();
  const [isOn, setOn] = useState(plan?.isOn ?? true);
  const [cron, setCron] = useState(plan?.cron ?? '0 2 * * *');
  const [timeZone, setTimeZone] = useState(
    plan?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  );
  const [keepsAll, setKeepsAll] = useState(plan !== null && plan.keep === null);
  const [keep, setKeep] = useState(plan?.keep ?? defaultKeep);
  const [tests, setTests] = useState(plan?.testEveryDays !== null);
  const [testEveryDays, setTestEveryDays] = useState(plan?.testEveryDays ?? 7);
  const isShaped = CronExpression.safeParse(cron).success;
  const save = useAction(async () => {
    const wanted: BackupPlan = {
      isOn,
      cron,
      timeZone,
      keep: keepsAll ? null : keep,
      testEveryDays: tests ? testEveryDays : null,
    };
    await call('backup-plan.set', { hostId: host.id, plan: wanted });
    toastDone(t('backupPlan.saved'));
    onClose();
  });
  return (
    <Dialog
      open
      size="md"
      onClose={onClose}
      title={t('backupPlan.dialogTitle', { name: host.name })}
      description={t('backupPlan.dialogBody')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" busy={save.busy} disabled={!isShaped} onClick={() => void save.run()}>
            {t('backupPlan.save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {save.error && <ErrorPanel error={save.error} />}
        <SwitchRow label={t('backupPlan.isOn')}>
          {(ids) => <Switch {...ids} checked={isOn} onCheckedChange={setOn} />}
        </SwitchRow>
        <div className="grid grid-cols-2 gap-3">
          <Field
            label={t('backupPlan.cron')}
            help={t('backupPlan.cronHelp')}
            error={isShaped ? undefined : t('backupPlan.cronHelp')}
          >
            {(ids) => (
              <Input
                {...ids}
                className="font-mono"
                value={cron}
                onChange={(event) => setCron(event.target.value)}
              />
            )}
          </Field>
          <Field label={t('backupPlan.timeZone')}>
            {(ids) => (
              <Select {...ids} value={timeZone} onChange={(event) => setTimeZone(event.target.value)}>
                {[...new Set([timeZone, ...zones])].map((zone) => (
                  <option key={zone}>{zone}</option>
                ))}
              </Select>
            )}
          </Field>
        </div>
        {isShaped && <NextStarts cron={cron} timeZone={timeZone} />}
        <div className="flex items-center gap-3">
          <label className="flex items-center gap-2">
            <input type="checkbox" checked={tests} onChange={(event) => setTests(event.target.checked)} />
            {t('backupPlan.tests')}
          </label>
          <Input
            type="number"
            aria-label={t('backupPlan.testEveryDays')}
            className="w-20"
            min={1}
            max={365}
            disabled={!tests}
            value={testEveryDays}
            onChange={(event) => {
              const days = event.target.valueAsNumber;
              if (Number.isInteger(days) && days >= 1 && days <= 365) setTestEveryDays(days);
            }}
          />
          <span className="text-muted">{t('backupPlan.testUnit')}</span>
        </div>
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1 font-medium">{t('backupPlan.keepTitle')}</legend>
          <label className="flex items-center gap-2">
            <input type="radio" checked={!keepsAll} onChange={() => setKeepsAll(false)} />
            {t('backupPlan.keepRule')}
          </label>
          {!keepsAll && (
            <div className="grid grid-cols-3 gap-3 pl-6">
              {(['daily', 'weekly', 'monthly'] as const).map((unit) => (
                <Field key={unit} label={t(`backupPlan.${unit}`)}>
                  {(ids) => (
                    <Input
                      {...ids}
                      type="number"
                      min={0}
                      max={most[unit]}
                      value={keep[unit]}
                      onChange={(event) => {
                        const count = event.target.valueAsNumber;
                        if (Number.isInteger(count) && count >= 0 && count <= most[unit])
                          setKeep({ ...keep, [unit]: count });
                      }}
                    />
                  )}
                </Field>
              ))}
            </div>
          )}
          <label className="flex items-center gap-2">
            <input type="radio" checked={keepsAll} onChange={() => setKeepsAll(true)} />
            {t('backupPlan.keepEverything')}
          </label>
          {!keepsAll && <Preview hostId={host.id} keep={keep} timeZone={timeZone} />}
          <p className="text-xs text-faint">{t('backupPlan.keepNote')}</p>
        </fieldset>
      </div>
    </Dialog>
  );
}

function NextStarts({ cron, timeZone }: { readonly cron: string; readonly timeZone: string }) {
  const t = useText();
  const format = useFormat();
  const preview = useQuery('backup-plan.preview', { cron, timeZone });
  if (preview.error) return <ErrorPanel error={preview.error} />;
  const times = (preview.data?.starts ?? []).map((at) => format.dateTime(at));
  return <p className="text-xs text-muted">{t('backupPlan.nextStarts', { times: times.join(' · ') })}</p>;
}

function Preview({
  hostId,
  keep,
  timeZone,
}: {
  readonly hostId: string;
  readonly keep: KeepRule;
  readonly timeZone: string;
}) {
  const t = useText();
  const format = useFormat();
  const query = useQuery('backup-plan.preview-retention', { hostId, keep, timeZone });
  if (query.error) return <ErrorPanel error={query.error} />;
  if (!query.data) return null;
  const { kept, removed, freedBytes } = query.data.preview;
  const figures = { count: removed.length, kept: kept.length, size: format.bytes(freedBytes) };
  return (
    <p role="status" className={removed.length > 0 ? 'text-degraded' : 'text-muted'}>
      {`${removed.length > 0 ? t('backupPlan.preview', figures) : t('backupPlan.previewNone')} ${t('backupPlan.previewWhen')}`}
    </p>
  );
}
