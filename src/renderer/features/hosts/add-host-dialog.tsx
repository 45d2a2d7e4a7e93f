import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { FilePath, HostConfig } from '../../../shared/domain/host.ts';
import { useText } from '../../app/i18n.ts';
import { useQuery } from '../../bridge/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { AddHostFooter } from './add-host-footer.tsx';
import { AddHostFound } from './add-host-found.tsx';
import { AddHostSsh } from './add-host-ssh.tsx';
import { AddHostTcp } from './add-host-tcp.tsx';
import { fieldProblem } from './field-problem.ts';
import { useAddHost } from './use-add-host.ts';

const LocalForm = z.object({
  kind: z.literal('local'),
  name: HostConfig.shape.name,
  socketPath: z.union([z.literal(''), FilePath]),
});
interface AddHostDialogProps {
  readonly target: 'local' | 'ssh';
  readonly onClose: () => void;
}

export function AddHostDialog({ target, onClose }: AddHostDialogProps) {
  const [overTcp, setOverTcp] = useState(false);
  if (target === 'ssh') return <AddHostSsh onClose={onClose} />;
  return overTcp ? (
    <AddHostTcp onClose={onClose} />
  ) : (
    <AddLocal onClose={onClose} onOverTcp={() => setOverTcp(true)} />
  );
}

function AddLocal({ onClose, onOverTcp }: { readonly onClose: () => void; readonly onOverTcp: () => void }) {
  const t = useText();
  const suggestions = useQuery('hosts.suggest', {});
  const add = useAddHost();
  const form = useForm<z.infer<typeof LocalForm>>({
    resolver: zodResolver(LocalForm),
    defaultValues: { kind: 'local', name: t('hosts.add.localName'), socketPath: '' },
  });
  const problem = (name: 'name' | 'socketPath') => fieldProblem(t, name, form.formState.errors[name]);
  if (add.draft) return <AddHostFound draft={add.draft} onBack={add.back} onClose={onClose} />;
  return (
    <Dialog
      open
      size="sm"
      onClose={onClose}
      title={t('hosts.add.localTitle')}
      footer={<AddHostFooter onClose={onClose} />}
    >
      <form
        id="add-host"
        noValidate
        className="flex flex-col gap-3"
        onSubmit={form.handleSubmit(({ name, socketPath }) =>
          add.begin(name, { kind: 'local', ...(socketPath ? { socketPath } : {}) }),
        )}
      >
        <Field label={t('hosts.add.name')} error={problem('name')}>
          {(ids) => <Input {...ids} {...form.register('name')} />}
        </Field>
        <Field label={t('hosts.add.socket')} error={problem('socketPath')}>
          {(ids) => (
            <>
              <Input
                {...ids}
                {...form.register('socketPath')}
                list="local-sockets"
                placeholder={t('hosts.add.socketDefault')}
                className="font-mono text-xs"
              />
              <datalist id="local-sockets">
                {suggestions.data?.localEngines.map(({ socketPath, from }) => (
                  <option key={socketPath} value={socketPath} label={from ?? undefined} />
                ))}
              </datalist>
            </>
          )}
        </Field>
        <div>
          <Button onClick={onOverTcp}>{t('hosts.add.tcpInstead')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
