import { Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { type HostImage, ImageReference } from '../../../../shared/domain/image.ts';
import type { JobProgress } from '../../../../shared/domain/job.ts';
import type { CommandRecord } from '../../../../shared/domain/service.ts';
import { useText } from '../../../app/i18n.ts';
import { call } from '../../../bridge/ronda.ts';
import { useAction } from '../../../bridge/use-action.ts';
import { useQuery } from '../../../bridge/use-query.ts';
import { Button } from '../../../ui/button.tsx';
import { CommandOutput } from '../../../ui/command-output.tsx';
import { CommandPreview } from '../../../ui/command-preview.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Field, Input } from '../../../ui/field.tsx';
import { JobProgressView } from '../job-progress.tsx';

/** Where the image goes, with which login, and what the server runs for it. */
export function PushImageDialog({
  image,
  onClose,
}: {
  readonly image: HostImage;
  readonly onClose: () => void;
}) {
  const t = useText();
  const { hostId, reference } = image;
  const [target, setTarget] = useState('');
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [progress, setProgress] = useState<JobProgress | null>(null);
  const [done, setDone] = useState<readonly CommandRecord[] | null>(null);
  const abort = useRef<AbortController | null>(null);
  const isName = ImageReference.safeParse(target).success;
  const plan = useQuery('images.plan-push', isName ? { hostId, reference, target } : null);
  const push = useAction(async () => {
    if (!plan.data) return;
    abort.current = new AbortController();
    if (username !== '' && password !== '') {
      const login = { username, password };
      await call('images.set-login', { registry: plan.data.registry, login });
      setPassword('');
    }
    const { commands } = await call(
      'images.push',
      { hostId, reference, target },
      { signal: abort.current.signal, onEvent: setProgress },
    );
    setDone(commands);
  });
  return (
    <Dialog
      open
      size="lg"
      onClose={onClose}
      title={t('images.pushTitle', { image: reference })}
      description={t('images.pushBody')}
      footer={
        <>
          {push.busy && <Button onClick={() => abort.current?.abort()}>{t('images.pushCancel')}</Button>}
          <Button onClick={onClose}>{t('common.close')}</Button>
          {!done && (
            <Button
              variant="primary"
              icon={Upload}
              busy={push.busy}
              disabled={!plan.data}
              onClick={() => void push.run()}
            >
              {t('images.pushNow')}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {push.error && <ErrorPanel error={push.error} />}
        {plan.error && <ErrorPanel error={plan.error} />}
        {done ? (
          <>
            <p role="status" className="font-medium text-up">
              {t('images.pushed')}
            </p>
            <CommandOutput commands={done} />
          </>
        ) : (
          <>
            <Field
              label={t('images.target')}
              help={t('images.targetHelp')}
              error={target !== '' && !isName ? t('images.targetBad') : undefined}
            >
              {(ids) => (
                <Input
                  {...ids}
                  value={target}
                  placeholder="registry.example/rt04/warga:1.4.0"
                  onChange={(event) => setTarget(event.target.value.trim())}
                />
              )}
            </Field>
            <div className="grid grid-cols-2 gap-3">
              <Field label={t('images.username')}>
                {(ids) => (
                  <Input {...ids} value={username} onChange={(event) => setUsername(event.target.value)} />
                )}
              </Field>
              <Field label={t('images.password')}>
                {(ids) => (
                  <Input
                    {...ids}
                    type="password"
                    value={password}
                    onChange={(event) => setPassword(event.target.value)}
                  />
                )}
              </Field>
            </div>
            <p className="text-xs text-faint">
              {plan.data?.hasLogin
                ? t('images.hasLogin', { registry: plan.data.registry })
                : t('images.loginHelp')}
            </p>
            {push.busy && (
              <JobProgressView label={t('images.pushing', { image: reference })} progress={progress} />
            )}
            {plan.data && <CommandPreview commands={plan.data.commands} />}
          </>
        )}
      </div>
    </Dialog>
  );
}
