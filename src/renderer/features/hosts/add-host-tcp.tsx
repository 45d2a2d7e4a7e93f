import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { FilePath, HostAddress, HostConfig, Port } from '../../../shared/domain/host.ts';
import { useText } from '../../app/i18n.ts';
import { useQuery } from '../../bridge/use-query.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input, Select } from '../../ui/field.tsx';
import { AddHostFooter } from './add-host-footer.tsx';
import { AddHostFound } from './add-host-found.tsx';
import { fieldProblem } from './field-problem.ts';
import { useAddHost } from './use-add-host.ts';

const TcpForm = z.object({
  name: HostConfig.shape.name,
  address: HostAddress,
  port: Port,
  certificates: z.union([z.literal(''), FilePath]),
});
type TcpForm = z.infer<typeof TcpForm>;

/** An engine's TCP port: typed, or one that the docker command knows from a context or the environment. */
export function AddHostTcp({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const engines = useQuery('hosts.suggest', {}).data?.tcpEngines ?? [];
  const add = useAddHost();
  const form = useForm<TcpForm>({
    resolver: zodResolver(TcpForm),
    defaultValues: { name: '', address: '', port: 2376, certificates: '' },
  });
  const problem = (name: keyof TcpForm) => fieldProblem(t, name, form.formState.errors[name]);
  const choose = (index: string): void => {
    const engine = engines[Number(index)];
    if (index === '' || !engine) return;
    form.setValue('name', engine.from.replace(/^context /, '').slice(0, 60));
    form.setValue('address', engine.address);
    form.setValue('port', engine.port);
    form.setValue('certificates', engine.certificates ?? '');
  };
  if (add.draft) return <AddHostFound draft={add.draft} onBack={add.back} onClose={onClose} />;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('hosts.add.tcpTitle')}
      description={t('hosts.add.tcpDescription')}
      footer={<AddHostFooter onClose={onClose} />}
    >
      <form
        id="add-host"
        noValidate
        className="flex flex-col gap-3"
        onSubmit={form.handleSubmit(({ name, address, port, certificates }) =>
          add.begin(name, { kind: 'tcp', address, port, ...(certificates ? { certificates } : {}) }),
        )}
      >
        {engines.length > 0 && (
          <Field label={t('hosts.add.tcpKnown')}>
            {(ids) => (
              <Select {...ids} defaultValue="" onChange={(event) => choose(event.target.value)}>
                <option value="">{t('hosts.add.tcpChoose')}</option>
                {engines.map(({ from, address, port }, index) => (
                  <option key={`${from} ${address} ${port}`} value={index}>
                    {`${from} (${address}:${port})`}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
        <Field label={t('hosts.add.name')} error={problem('name')}>
          {(ids) => (
            <Input {...ids} {...form.register('name')} placeholder={t('hosts.add.namePlaceholder')} />
          )}
        </Field>
        <div className="grid grid-cols-[minmax(0,1fr)_7rem] gap-3">
          <Field label={t('hosts.add.address')} error={problem('address')}>
            {(ids) => (
              <Input
                {...ids}
                {...form.register('address')}
                placeholder={t('hosts.add.addressPlaceholder')}
                className="font-mono text-xs"
              />
            )}
          </Field>
          <Field label={t('hosts.add.port')} error={problem('port')}>
            {(ids) => (
              <Input {...ids} {...form.register('port', { valueAsNumber: true })} inputMode="numeric" />
            )}
          </Field>
        </div>
        <Field
          label={t('hosts.add.certificates')}
          help={t('hosts.add.certificatesHelp')}
          error={problem('certificates')}
        >
          {(ids) => <Input {...ids} {...form.register('certificates')} className="font-mono text-xs" />}
        </Field>
      </form>
    </Dialog>
  );
}
