import type { Prompt, PromptAnswer } from '../../../shared/domain/host.ts';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { CommandPreview } from '../../ui/command-preview.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';

/** Shows the command that ~/.ssh/config names, whole and literally, before it is run for the first time. */
export function ProxyCommandPrompt({
  prompt,
}: {
  readonly prompt: Extract<Prompt, { kind: 'proxy-command' }>;
}) {
  const t = useText();
  const answer = useAction((given: PromptAnswer) =>
    call('hosts.answer', { promptId: prompt.id, answer: given }),
  );
  const refuse = (): void => void answer.run({ kind: 'refuse' });
  return (
    <Dialog
      open
      urgent
      onClose={refuse}
      title={t('hosts.prompt.proxyTitle')}
      description={t('hosts.prompt.proxyBody', { name: prompt.hostName })}
      footer={
        <>
          <Button onClick={refuse} disabled={answer.busy}>
            {t('hosts.prompt.refuse')}
          </Button>
          <Button variant="primary" busy={answer.busy} onClick={() => void answer.run({ kind: 'accept' })}>
            {t('hosts.prompt.runIt')}
          </Button>
        </>
      }
    >
      <p className="mb-3">
        <span className="text-faint">{t('hosts.prompt.address')}</span>{' '}
        <span className="font-mono break-all">{prompt.address}</span>
      </p>
      <CommandPreview commands={[prompt.command]} />
      {answer.error && <ErrorPanel error={answer.error} className="mt-3" />}
    </Dialog>
  );
}
