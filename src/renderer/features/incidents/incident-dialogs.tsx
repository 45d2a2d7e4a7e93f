import { useState } from 'react';
import { type Incident, Severity } from '../../../shared/domain/incident.ts';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Field, Select, TextArea } from '../../ui/field.tsx';

interface IncidentDialogProps {
  readonly incident: Incident;
  readonly onClose: () => void;
}

export function CloseIncidentDialog({ incident, onClose }: IncidentDialogProps) {
  const t = useText();
  const [note, setNote] = useState('');
  const close = useAction(async () => {
    await call('incidents.close', { incidentId: incident.id, note });
    onClose();
  });
  return (
    <Dialog
      open
      size="sm"
      onClose={onClose}
      title={t('incidents.closeTitle', { number: incident.number })}
      description={t('incidents.closeBody')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" busy={close.busy} onClick={() => void close.run()}>
            {t('incidents.close')}
          </Button>
        </>
      }
    >
      <Field label={`${t('incidents.closeNote')} (${t('common.optional')})`}>
        {(ids) => (
          <TextArea
            {...ids}
            maxLength={4000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        )}
      </Field>
      {close.error && <ErrorPanel error={close.error} className="mt-3" />}
    </Dialog>
  );
}

export function SeverityDialog({ incident, onClose }: IncidentDialogProps) {
  const t = useText();
  const [severity, setSeverity] = useState<Severity>(incident.severity);
  const [reason, setReason] = useState('');
  const change = useAction(async () => {
    await call('incidents.severity', { incidentId: incident.id, severity, reason });
    onClose();
  });
  return (
    <Dialog
      open
      size="sm"
      onClose={onClose}
      title={t('incidents.changeSeverity')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            variant="primary"
            busy={change.busy}
            disabled={severity === incident.severity || reason.trim() === ''}
            onClick={() => void change.run()}
          >
            {t('common.save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label={t('incidents.severityLabel')}>
          {(ids) => (
            <Select
              {...ids}
              value={severity}
              onChange={(event) => setSeverity(Severity.parse(event.target.value))}
            >
              {Severity.options.map((each) => (
                <option key={each} value={each}>
                  {`${each} ${t(`incidents.severity.${each}`)}`}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('incidents.severityReason')}>
          {(ids) => (
            <TextArea
              {...ids}
              maxLength={4000}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        {change.error && <ErrorPanel error={change.error} />}
      </div>
    </Dialog>
  );
}

/** A person says that it works again, and how that is known. */
export function ResolveDialog({ incident, onClose }: IncidentDialogProps) {
  const t = useText();
  const [note, setNote] = useState('');
  const resolve = useAction(async () => {
    await call('incidents.resolve', { incidentId: incident.id, note });
    onClose();
  });
  return (
    <Dialog
      open
      size="sm"
      onClose={onClose}
      title={t('incidents.resolveTitle', { number: incident.number })}
      description={t('incidents.resolveBody')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            variant="primary"
            busy={resolve.busy}
            disabled={note.trim() === ''}
            onClick={() => void resolve.run()}
          >
            {t('incidents.resolve')}
          </Button>
        </>
      }
    >
      <Field label={t('incidents.resolveNote')}>
        {(ids) => (
          <TextArea
            {...ids}
            autoFocus
            maxLength={4000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        )}
      </Field>
      {resolve.error && <ErrorPanel error={resolve.error} className="mt-3" />}
    </Dialog>
  );
}
