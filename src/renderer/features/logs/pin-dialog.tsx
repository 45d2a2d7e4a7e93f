import { useState } from 'react';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useOpenIncidents } from '../../stores/incidents.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Field, Select } from '../../ui/field.tsx';
import { toastDone } from '../../ui/toasts.tsx';
import { toBase64 } from '../incidents/attach.ts';

/** Keeps lines of a log with an open incident. */
export function PinDialog({
  lines,
  source,
  onClose,
}: {
  readonly lines: readonly string[];
  /** What they are of, for the file's name. */
  readonly source: string;
  readonly onClose: () => void;
}) {
  const t = useText();
  const incidents = useOpenIncidents();
  const [chosen, setChosen] = useState('');
  const incident = incidents.find(({ id }) => id === chosen) ?? incidents[0] ?? null;
  const pin = useAction(async () => {
    if (!incident) return;
    const base64 = toBase64(new TextEncoder().encode(`${lines.join('\n')}\n`));
    await call('incidents.attach', { incidentId: incident.id, name: `${source}.log`, base64, isLog: true });
    toastDone(t('incidents.pinDone', { number: incident.number }));
    onClose();
  });
  return (
    <Dialog
      open
      size="lg"
      onClose={onClose}
      title={t('incidents.pinTitle', { count: lines.length })}
      description={t('incidents.pinBody')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            variant="primary"
            busy={pin.busy}
            disabled={incident === null || lines.length === 0}
            onClick={() => void pin.run()}
          >
            {t('incidents.pin')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {incident === null ? (
          <p className="text-muted">{t('incidents.pinNone')}</p>
        ) : (
          <Field label={t('incidents.pinIncident')}>
            {(ids) => (
              <Select {...ids} value={incident.id} onChange={(event) => setChosen(event.target.value)}>
                {incidents.map(({ id, number, severity, title }) => (
                  <option key={id} value={id}>
                    {`#${number} · ${severity} · ${title}`}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by keyboard.
          tabIndex={0}
          className="max-h-64 overflow-auto rounded-lg bg-sunken px-3 py-2 font-mono text-2xs whitespace-pre text-ink"
        >
          {lines.join('\n')}
        </pre>
        {pin.error && <ErrorPanel error={pin.error} />}
      </div>
    </Dialog>
  );
}
