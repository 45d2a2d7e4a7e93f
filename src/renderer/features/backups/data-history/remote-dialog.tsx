import { useState } from 'react';
import { useText } from '../../../app/i18n.ts';
import { call } from '../../../bridge/ronda.ts';
import { useAction } from '../../../bridge/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Field, Input, SwitchRow } from '../../../ui/field.tsx';
import { Switch } from '../../../ui/switch.tsx';

const formId = 'data-remote';

/** Where the commits are pushed to: each address is confirmed by itself, for the data leaves unencrypted. */
export function RemoteDialog({
  hostId,
  remote,
  onClose,
  onDone,
}: {
  readonly hostId: string;
  readonly remote: string | null;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const t = useText();
  const [url, setUrl] = useState(remote ?? '');
  const [confirmed, setConfirmed] = useState(false);
  const set = useAction(async (next: string | null) => {
    await call('data.set-remote', { hostId, url: next, confirmed });
    onDone();
    onClose();
  });
  const canSave = confirmed && url.trim() !== '' && url.trim() !== remote;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('data.remoteTitle')}
      footer={
        <>
          {remote !== null && (
            <Button busy={set.busy} onClick={() => void set.run(null)}>
              {t('data.remoteOff')}
            </Button>
          )}
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" type="submit" form={formId} busy={set.busy} disabled={!canSave}>
            {t('data.remoteSave')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (canSave) void set.run(url.trim());
        }}
      >
        {set.error && <ErrorPanel error={set.error} onDismiss={set.clear} />}
        <Field label={t('data.remoteUrl')} help={t('data.remoteHelp')}>
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              spellCheck={false}
              maxLength={500}
              placeholder="git@github.com:rt04/data.git"
              value={url}
              onChange={(event) => {
                setUrl(event.target.value);
                // A yes to one address is none to another.
                setConfirmed(false);
              }}
              className="font-mono"
            />
          )}
        </Field>
        <SwitchRow label={t('data.remoteConfirm')} help={t('data.remoteConfirmHelp')}>
          {(ids) => <Switch {...ids} checked={confirmed} onCheckedChange={setConfirmed} />}
        </SwitchRow>
      </form>
    </Dialog>
  );
}
