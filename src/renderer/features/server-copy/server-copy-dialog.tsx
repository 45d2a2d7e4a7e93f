import { useState } from 'react';
import type { HostView } from '../../../shared/domain/host.ts';
import type { ServerCopyStage, ServerCopyStatus } from '../../../shared/domain/server-copy.ts';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useQuery } from '../../bridge/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { CommandPreview } from '../../ui/command-preview.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { Section } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { toastDone } from '../../ui/toasts.tsx';
import { PlacedFile, PlacedText } from '../night-watch/placed-file.tsx';

/** Everything that setting the copies up does, in full, and the button that does it. */
export function ServerCopyDialog({
  host,
  placed,
  onClose,
}: {
  readonly host: HostView;
  /** As it stands now; its choices are where the form begins. */
  readonly placed: ServerCopyStatus | null;
  readonly onClose: () => void;
}) {
  const t = useText();
  const hostId = host.id;
  const [at, setAt] = useState(placed?.at ?? '02:17');
  const [keep, setKeep] = useState(placed?.keep ?? 7);
  const [stage, setStage] = useState<ServerCopyStage | null>(null);
  const plan = useQuery('server-copy.plan', { hostId, at, keep });
  const { data } = plan;
  const place = useAction(async () => {
    if (!data) return;
    await call(
      'server-copy.place',
      { hostId, at, keep, digest: data.digest },
      { onEvent: (event) => setStage(event.stage) },
    );
    toastDone(t('serverCopy.placed', { name: host.name }));
    onClose();
  });
  const error = place.error ?? plan.error;
  return (
    <Dialog
      open
      size="lg"
      onClose={onClose}
      title={t('serverCopy.planTitle', { name: host.name })}
      description={t('serverCopy.planBody')}
      footer={
        <>
          {place.busy && stage && (
            <span role="status" className="mr-auto text-muted">
              {t(`serverCopy.stages.${stage}`)}
            </span>
          )}
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            variant="primary"
            busy={place.busy}
            disabled={!data || plan.loading}
            onClick={() => void place.run().then((done) => !done && plan.reload())}
          >
            {t(data && data.action !== 'place' ? 'serverCopy.confirmUpdate' : 'serverCopy.confirm')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {error && <ErrorPanel error={error} />}
        <div className="grid grid-cols-2 gap-4">
          <Field label={t('serverCopy.at')}>
            {(ids) => (
              <Input
                {...ids}
                type="time"
                value={at}
                // Half a time is an empty value.
                onChange={(event) => event.target.value && setAt(event.target.value)}
              />
            )}
          </Field>
          <Field label={t('serverCopy.keep')}>
            {(ids) => (
              <Input
                {...ids}
                type="number"
                min={1}
                max={60}
                value={keep}
                onChange={(event) => {
                  const count = event.target.valueAsNumber;
                  if (Number.isInteger(count) && count >= 1 && count <= 60) setKeep(count);
                }}
              />
            )}
          </Field>
        </div>
        {!data && plan.loading && <Skeleton className="h-40" />}
        {data && !data.cronRuns && <p className="text-degraded">{t('serverCopy.cronNotRunning')}</p>}
        {data && (
          <Section title={t('serverCopy.copied', { count: data.copied.length })}>
            <Names of={data.copied.map(({ serviceId, path }) => `${serviceId} · ${path}`)} />
          </Section>
        )}
        {data && data.leftOut.length > 0 && (
          <Section title={t('serverCopy.leftOut')}>
            <Names of={data.leftOut.map(({ serviceId, databaseId }) => `${serviceId} · ${databaseId}`)} />
          </Section>
        )}
        {data && (
          <>
            <Section title={t('serverCopy.files')}>
              {data.files.map((file) => (
                <PlacedFile key={file.path} file={file} />
              ))}
            </Section>
            <Section title={t('serverCopy.crontab')}>
              <PlacedText label={t('serverCopy.crontab')} text={data.crontabLines.join('\n')} />
            </Section>
            <Section title={t('serverCopy.commands')}>
              <CommandPreview commands={data.commands} />
            </Section>
          </>
        )}
      </div>
    </Dialog>
  );
}

function Names({ of }: { readonly of: readonly string[] }) {
  return (
    <ul className="flex flex-col gap-0.5 font-mono text-xs">
      {of.map((name) => (
        <li key={name} className="break-all">
          {name}
        </li>
      ))}
    </ul>
  );
}
