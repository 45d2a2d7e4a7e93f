import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import type { Prompt, PromptAnswer } from '../../../shared/domain/host.ts';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useFirstPrompt } from '../../stores/hosts.ts';
import { useAppStatus } from '../../stores/settings.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { CommandPreview } from '../../ui/command-preview.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { ProxyCommandPrompt } from './proxy-command-prompt.tsx';

/** Asks what a waiting connection asks. Nothing has been authenticated while it is open. */
export function PromptDialog() {
  const prompt = useFirstPrompt();
  if (!prompt) return null;
  // A new question begins with an empty answer: the key throws the old one's state away.
  switch (prompt.kind) {
    case 'host-key':
      return <HostKeyPrompt key={prompt.id} prompt={prompt} />;
    case 'proxy-command':
      return <ProxyCommandPrompt key={prompt.id} prompt={prompt} />;
    case 'secret':
      return <SecretPrompt key={prompt.id} prompt={prompt} />;
  }
}

function useAnswer(promptId: string) {
  return useAction((answer: PromptAnswer) => call('hosts.answer', { promptId, answer }));
}

function HostKeyPrompt({ prompt }: { readonly prompt: Extract<Prompt, { kind: 'host-key' }> }) {
  const t = useText();
  const answer = useAnswer(prompt.id);
  const refuse = (): void => void answer.run({ kind: 'refuse' });
  const keyFile = prompt.keyType.replace(/^ssh-/, '').replace(/^ecdsa-.*/, 'ecdsa');
  return (
    <Dialog
      open
      urgent
      onClose={refuse}
      title={t('hosts.prompt.hostKeyTitle')}
      description={t('hosts.prompt.hostKeyBody', { name: prompt.hostName })}
      footer={
        <>
          <Button onClick={refuse} disabled={answer.busy}>
            {t('hosts.prompt.refuse')}
          </Button>
          <Button variant="primary" busy={answer.busy} onClick={() => void answer.run({ kind: 'accept' })}>
            {t('hosts.prompt.accept')}
          </Button>
        </>
      }
    >
      <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-y-2 rounded-lg border border-line bg-sunken p-3.5">
        <dt className="text-faint">{t('hosts.prompt.address')}</dt>
        <dd className="font-mono break-all">{prompt.address}</dd>
        <dt className="text-faint">{t('hosts.prompt.keyType')}</dt>
        <dd className="font-mono">{prompt.keyType}</dd>
        <dt className="col-span-2 mt-1 text-faint">{t('hosts.prompt.fingerprint')}</dt>
        <dd className="col-span-2 -mt-1 font-mono text-sm break-all text-accent">{prompt.fingerprint}</dd>
      </dl>
      <p className="mt-4 mb-2 text-muted">{t('hosts.prompt.compare')}</p>
      <CommandPreview commands={[`ssh-keygen -lf /etc/ssh/ssh_host_${keyFile}_key.pub`]} />
      {answer.error && <ErrorPanel error={answer.error} className="mt-3" />}
    </Dialog>
  );
}

function SecretPrompt({ prompt }: { readonly prompt: Extract<Prompt, { kind: 'secret' }> }) {
  const t = useText();
  const answer = useAnswer(prompt.id);
  const vaultOpen = useAppStatus()?.vault === 'open';
  const [secret, setSecret] = useState('');
  const [shown, setShown] = useState(prompt.echo);
  const [remember, setRemember] = useState(false);
  const refuse = (): void => void answer.run({ kind: 'refuse' });
  const asked = prompt.purpose === 'keyboard-interactive';
  const label =
    prompt.purpose === 'keyboard-interactive'
      ? t('hosts.prompt.secret')
      : t(`hosts.prompt.${prompt.purpose}`);
  return (
    <Dialog
      open
      urgent
      size="sm"
      onClose={refuse}
      title={t(`hosts.prompt.secretTitle.${prompt.purpose}`, { name: prompt.hostName })}
      description={asked ? t('hosts.prompt.serverAsks') : undefined}
      footer={
        <>
          <Button onClick={refuse} disabled={answer.busy}>
            {t('common.cancel')}
          </Button>
          <Button variant="primary" type="submit" form="secret-prompt" busy={answer.busy}>
            {t('hosts.prompt.answer')}
          </Button>
        </>
      }
    >
      <form
        id="secret-prompt"
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void answer.run({ kind: 'secret', secret, remember });
          setSecret('');
        }}
      >
        {prompt.label && (
          <p className="line-clamp-4 rounded-md bg-sunken px-3 py-2 font-mono text-xs break-words">
            {prompt.label}
          </p>
        )}
        <Field label={label}>
          {(ids) => (
            <div className="relative">
              <Input
                {...ids}
                autoFocus
                type={shown ? 'text' : 'password'}
                value={secret}
                onChange={(event) => setSecret(event.target.value)}
                className="pr-9 font-mono"
              />
              <IconButton
                icon={shown ? EyeOff : Eye}
                label={shown ? t('common.hidePassword') : t('common.showPassword')}
                onClick={() => setShown(!shown)}
                className="absolute top-0.5 right-0.5"
              />
            </div>
          )}
        </Field>
        <label className="flex items-center gap-2 text-muted">
          <input
            type="checkbox"
            checked={remember && vaultOpen}
            disabled={!vaultOpen}
            onChange={(event) => setRemember(event.target.checked)}
          />
          {t('hosts.prompt.remember')}
        </label>
        {!vaultOpen && <p className="text-xs text-faint">{t('hosts.prompt.rememberClosed')}</p>}
        {answer.error && <ErrorPanel error={answer.error} />}
      </form>
    </Dialog>
  );
}
