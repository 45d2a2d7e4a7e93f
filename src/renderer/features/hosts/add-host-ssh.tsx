import { zodResolver } from '@hookform/resolvers/zod';
import { FolderOpen } from 'lucide-react';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useQuery } from '../../bridge/use-query.ts';
import { IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input, Select } from '../../ui/field.tsx';
import { AddHostAlias } from './add-host-alias.tsx';
import { AddHostFooter } from './add-host-footer.tsx';
import {
  AddSshForm,
  chosenFields,
  emptyForm,
  type Suggestion,
  targetOf,
  typedFields,
} from './add-host-form.ts';
import { AddHostFound } from './add-host-found.tsx';
import { fieldProblem } from './field-problem.ts';
import { useAddHost } from './use-add-host.ts';

export function AddHostSsh({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const suggestions = useQuery('hosts.suggest', {});
  const add = useAddHost();
  const form = useForm<AddSshForm>({ resolver: zodResolver(AddSshForm), defaultValues: emptyForm });
  const method = form.watch('method');
  type Name = 'name' | 'address' | 'port' | 'user' | 'keyFile' | 'dockerSocket' | 'jumps' | 'proxyCommand';
  const problem = (name: Name) => fieldProblem(t, name, form.formState.errors[name]);
  const found = suggestions.data?.hosts ?? [];
  const skipped = suggestions.data?.skipped ?? [];
  const [chosen, setChosen] = useState<Suggestion | null>(null);
  const [lookedUp, setLookedUp] = useState(false);
  const byHand = (host = chosen): void => {
    if (host) form.reset({ ...form.getValues(), ...typedFields(host) });
    setLookedUp(false);
  };
  const choose = (alias: string): void => {
    const host = found.find((each) => each.alias === alias);
    setChosen(host ?? chosen);
    if (host) form.reset({ ...form.getValues(), ...chosenFields(host) });
    // Without a user there is one thing left to fill in, and what is looked up has no place for it.
    if (!host || host.user === null) byHand(host);
    else setLookedUp(true);
  };
  const chooseKey = async (): Promise<void> => {
    const { path } = await call('app.choose-path', { kind: 'private-key' });
    if (path) form.setValue('keyFile', path, { shouldValidate: true });
  };
  if (add.draft) return <AddHostFound draft={add.draft} onBack={add.back} onClose={onClose} />;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('hosts.add.title')}
      description={t('hosts.add.description')}
      footer={<AddHostFooter onClose={onClose} />}
    >
      <form
        id="add-host"
        noValidate
        className="grid grid-cols-6 gap-x-3 gap-y-3"
        onSubmit={form.handleSubmit((values) => add.begin(values.name, targetOf(values, chosen, lookedUp)))}
      >
        {found.length > 0 && (
          <Field label={t('hosts.add.suggestions')} className="col-span-6">
            {(ids) => (
              <Select
                {...ids}
                value={lookedUp ? (chosen?.alias ?? '') : ''}
                onChange={(event) => choose(event.target.value)}
              >
                <option value="">{t('hosts.add.chooseSuggestion')}</option>
                {found.map((host) => (
                  <option key={host.alias} value={host.alias}>
                    {`${host.alias} (${host.user ? `${host.user}@` : ''}${host.address})`}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
        {skipped.length > 0 && (
          <details className="col-span-6 text-xs text-muted">
            <summary className="w-fit cursor-pointer rounded">{t('hosts.add.skipped')}</summary>
            <ul className="mt-1 max-h-24 overflow-auto font-mono break-all">
              {skipped.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </details>
        )}
        <Field label={t('hosts.add.name')} error={problem('name')} className="col-span-6">
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              placeholder={t('hosts.add.namePlaceholder')}
              {...form.register('name')}
            />
          )}
        </Field>
        {lookedUp && chosen ? (
          <AddHostAlias host={chosen} onByHand={() => byHand()} />
        ) : (
          <>
            <Field label={t('hosts.add.address')} error={problem('address')} className="col-span-3">
              {(ids) => (
                <Input
                  {...ids}
                  placeholder={t('hosts.add.addressPlaceholder')}
                  {...form.register('address')}
                />
              )}
            </Field>
            <Field label={t('hosts.add.port')} error={problem('port')}>
              {(ids) => (
                <Input {...ids} inputMode="numeric" {...form.register('port', { setValueAs: Number })} />
              )}
            </Field>
            <Field label={t('hosts.add.user')} error={problem('user')} className="col-span-2">
              {(ids) => (
                <Input {...ids} placeholder={t('hosts.add.userPlaceholder')} {...form.register('user')} />
              )}
            </Field>
          </>
        )}
        <Field
          label={t('hosts.add.auth')}
          className={lookedUp ? 'col-span-4' : 'col-span-2'}
          help={method === 'password' ? t('hosts.add.passwordHelp') : undefined}
        >
          {(ids) => (
            // Another set of choices is another element: the form fills in its value when it appears.
            <Select key={String(lookedUp)} {...ids} {...form.register('method')}>
              {lookedUp ? (
                <option value="config">{t('hosts.add.authConfig')}</option>
              ) : (
                <>
                  <option value="agent">{t('hosts.add.authAgent')}</option>
                  <option value="key">{t('hosts.add.authKey')}</option>
                </>
              )}
              <option value="password">{t('hosts.add.authPassword')}</option>
            </Select>
          )}
        </Field>
        {method === 'key' && (
          <Field label={t('hosts.add.keyFile')} error={problem('keyFile')} className="col-span-4">
            {(ids) => (
              <div className="flex gap-1">
                <Input {...ids} className="font-mono text-xs" {...form.register('keyFile')} />
                <IconButton
                  icon={FolderOpen}
                  label={t('hosts.add.chooseKey')}
                  onClick={() => void chooseKey()}
                  className="size-8"
                />
              </div>
            )}
          </Field>
        )}
        <details
          className="col-span-6"
          open={form.watch('jumps') !== '' || form.watch('proxyCommand') !== '' || undefined}
        >
          <summary className="w-fit cursor-pointer rounded text-xs text-muted">
            {t('hosts.add.advanced')}
          </summary>
          <Field label={t('hosts.add.dockerSocket')} error={problem('dockerSocket')} className="mt-2">
            {(ids) => <Input {...ids} className="font-mono text-xs" {...form.register('dockerSocket')} />}
          </Field>
          {!lookedUp && (
            <>
              <Field
                label={t('hosts.add.jumps')}
                help={t('hosts.add.jumpsHint')}
                error={problem('jumps')}
                className="mt-2"
              >
                {(ids) => <Input {...ids} className="font-mono text-xs" {...form.register('jumps')} />}
              </Field>
              <Field
                label={t('hosts.add.proxyCommand')}
                help={t('hosts.add.proxyCommandHint')}
                error={problem('proxyCommand')}
                className="mt-2"
              >
                {(ids) => <Input {...ids} className="font-mono text-xs" {...form.register('proxyCommand')} />}
              </Field>
            </>
          )}
          <label className="mt-2 flex items-center gap-2 text-xs">
            <input type="checkbox" className="accent-accent" {...form.register('sudo')} />
            {t('hosts.add.sudo')}
          </label>
        </details>
        <div className="col-span-6 flex flex-col gap-3"></div>
      </form>
    </Dialog>
  );
}
