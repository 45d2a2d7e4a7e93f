import { useState } from 'react';
import { Severity } from '../../../shared/domain/incident.ts';
import { localText } from '../../../shared/domain/profile.ts';
import { useLanguage, useText } from '../../app/i18n.ts';
import { go } from '../../app/router.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useProfile, useSelectedHost } from '../../stores/hosts.ts';
import { useTiles } from '../../stores/tiles.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Field, Input, Select, TextArea } from '../../ui/field.tsx';
import { useFormat } from '../../ui/format.ts';

interface OpenIncidentDialogProps {
  readonly hostId: string | null;
  readonly serviceId: string | null;
  readonly onClose: () => void;
}

export function OpenIncidentDialog({ hostId, serviceId, onClose }: OpenIncidentDialogProps) {
  const t = useText();
  const language = useLanguage();
  const format = useFormat();
  const host = useSelectedHost();
  const tiles = useTiles(hostId ?? host?.id ?? null);
  const profile = useProfile(host?.profileId ?? null);
  const [title, setTitle] = useState('');
  const [severity, setSeverity] = useState<Severity>('P3');
  const [service, setService] = useState(serviceId ?? '');
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const manual = profile?.incidents.severities[severity];
  const open = useAction(async () => {
    const { incident } = await call('incidents.open', {
      title,
      severity,
      hostId: service ? (hostId ?? host?.id ?? null) : hostId,
      serviceId: service || null,
      note,
    });
    onClose();
    go({ screen: 'incidents', incidentId: incident.id });
  });
  const missing = title.trim() === '';
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('incidents.newTitle')}
      description={t('incidents.newBody')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" type="submit" form="open-incident" busy={open.busy}>
            {t('incidents.open')}
          </Button>
        </>
      }
    >
      <form
        id="open-incident"
        noValidate
        className="grid grid-cols-2 gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!missing) void open.run();
        }}
      >
        <Field
          label={t('incidents.title')}
          className="col-span-2"
          error={tried && missing ? t('incidents.titleMissing') : undefined}
        >
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              maxLength={200}
              placeholder={t('incidents.titlePlaceholder')}
              value={title}
              onChange={(event) => setTitle(event.target.value)}
            />
          )}
        </Field>
        <Field
          label={t('incidents.severityLabel')}
          help={
            manual
              ? `${localText(manual.meaning, language)} · ${t('incidents.respondWithin', { time: format.duration(manual.respondWithin) })}`
              : undefined
          }
        >
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
        <Field label={t('incidents.service')}>
          {(ids) => (
            <Select {...ids} value={service} onChange={(event) => setService(event.target.value)}>
              <option value="">{t('incidents.noService')}</option>
              {tiles.map((tile) => (
                <option key={tile.serviceId} value={tile.serviceId}>
                  {tile.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={`${t('incidents.noteLabel')} (${t('common.optional')})`} className="col-span-2">
          {(ids) => (
            <TextArea
              {...ids}
              maxLength={4000}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        {open.error && <ErrorPanel error={open.error} className="col-span-2" />}
      </form>
    </Dialog>
  );
}
