import { RotateCcw, Save } from 'lucide-react';
import { useState } from 'react';
import { CheckChange, type CheckSettings } from '../../../../shared/domain/check-change.ts';
import { useText } from '../../../app/i18n.ts';
import { call } from '../../../bridge/ronda.ts';
import { useAction } from '../../../bridge/use-action.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Field, Input, SwitchRow } from '../../../ui/field.tsx';
import { Card } from '../../../ui/page.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { toastDone } from '../../../ui/toasts.tsx';
import { writtenDuration } from './written-duration.ts';

type Key = 'every' | 'timeout' | 'retryAfter' | 'failures' | 'slowerThan';

/** As text, for the fields: what does not parse must stay to be corrected. */
function textsOf(check: CheckSettings): Record<Key, string> {
  return {
    every: writtenDuration(check.every),
    timeout: writtenDuration(check.timeout),
    retryAfter: writtenDuration(check.retryAfter),
    failures: String(check.failures),
    slowerThan: check.slowerThan == null ? '' : writtenDuration(check.slowerThan),
  };
}

/** One check: each field is judged by itself, and nothing is saved while one of them is wrong. */
export function CheckForm({
  hostId,
  serviceId,
  check,
  onSaved,
}: {
  readonly hostId: string;
  readonly serviceId: string;
  readonly check: CheckSettings;
  readonly onSaved: () => void;
}) {
  const t = useText();
  const { checkId } = check;
  const before = textsOf(check);
  const [texts, setTexts] = useState(before);
  const [enabled, setEnabled] = useState(check.enabled);
  const keys: readonly Key[] = [
    'every',
    'timeout',
    'retryAfter',
    'failures',
    ...(check.slowerThan === undefined ? [] : (['slowerThan'] as const)),
  ];
  const change: CheckChange = { ...check.changed };
  if (enabled !== check.enabled) change.enabled = enabled;
  for (const key of keys) {
    const text = texts[key].trim();
    if (text === before[key]) continue;
    if (key === 'failures') change.failures = text === '' ? Number.NaN : Number(text);
    else if (key === 'slowerThan') change.slowerThan = text === '' ? null : text;
    else change[key] = text;
  }
  const problems = CheckChange.safeParse(change).error?.issues ?? [];
  const isWrong = (key: Key): boolean => problems.some(({ path }) => path[0] === key);
  const isChanged = enabled !== check.enabled || keys.some((key) => texts[key].trim() !== before[key]);
  const save = useAction(async (what: CheckChange | null) => {
    await call('health.change-check', { hostId, serviceId, checkId, change: what });
    toastDone(t('checkSettings.saved'));
    onSaved();
  });
  return (
    <Card className="flex flex-col gap-3">
      <div className="flex items-center gap-2">
        <h3 className="font-semibold">{checkId}</h3>
        <span className="min-w-0 flex-1 truncate font-mono text-2xs text-faint">{check.target}</span>
        {Object.keys(check.changed).length > 0 && <Badge tone="accent">{t('checkSettings.changed')}</Badge>}
      </div>
      <SwitchRow label={t('checkSettings.enabled')}>
        {(ids) => <Switch {...ids} checked={enabled} onCheckedChange={setEnabled} />}
      </SwitchRow>
      <div className="grid grid-cols-5 gap-3">
        {keys.map((key) => (
          <Field
            key={key}
            label={t(`checkSettings.${key}`)}
            error={
              isWrong(key)
                ? t(key === 'failures' ? 'checkSettings.badCount' : 'checkSettings.badDuration')
                : undefined
            }
          >
            {(ids) => (
              <Input
                {...ids}
                className="font-mono"
                placeholder={key === 'slowerThan' ? t('checkSettings.never') : undefined}
                value={texts[key]}
                onChange={(event) => setTexts({ ...texts, [key]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      <div className="flex justify-end gap-2">
        {Object.keys(check.changed).length > 0 && (
          <Button size="sm" icon={RotateCcw} disabled={save.busy} onClick={() => void save.run(null)}>
            {t('checkSettings.reset')}
          </Button>
        )}
        <Button
          size="sm"
          icon={Save}
          variant="primary"
          busy={save.busy}
          disabled={!isChanged || problems.length > 0}
          onClick={() => void save.run(change)}
        >
          {t('common.save')}
        </Button>
      </div>
      {save.error && <ErrorPanel error={save.error} onDismiss={save.clear} />}
    </Card>
  );
}
