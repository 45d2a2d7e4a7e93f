import { zodResolver } from '@hookform/resolvers/zod';
import { FolderOpen } from 'lucide-react';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import {
  FilePath,
  HostAddress,
  HostConfig,
  type HostTarget,
  type JumpHost,
  Port,
  type SshAuth,
  UserName,
} from '../../../shared/domain/host.ts';
import { useText } from '../../app/i18n.ts';
import { goTo } from '../../app/router.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useQuery } from '../../bridge/use-query.ts';
import { selectHost, useProfiles } from '../../stores/hosts.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Field, Input, Select } from '../../ui/field.tsx';
import { fieldProblem } from './field-problem.ts';
import { jumpText, readJumps } from './jump-text.ts';
import { ProfilePicker } from './profile-picker.tsx';

const LocalForm = z.object({
  kind: z.literal('local'),
  name: HostConfig.shape.name,
  socketPath: z.union([z.literal(''), FilePath]),
});
const SshForm = z
  .object({
    kind: z.literal('ssh'),
    name: HostConfig.shape.name,
    address: HostAddress,
    port: Port,
    user: UserName,
    method: z.enum(['agent', 'key', 'password']),
    keyFile: z.string().max(4096),
    dockerSocket: FilePath,
    sudo: z.boolean(),
    jumps: z.string().max(1000),
    proxyCommand: z.string().max(1024),
  })
  .refine((form) => readJumps(form.jumps, [], { method: 'agent' }) !== null, {
    path: ['jumps'],
    message: 'user@host:port',
  })
  .refine((form) => form.jumps.trim() === '' || form.proxyCommand.trim() === '', {
    path: ['proxyCommand'],
    message: 'one of the two',
  })
  .refine((form) => form.method !== 'key' || FilePath.safeParse(form.keyFile).success, {
    path: ['keyFile'],
    message: 'a path',
  });

interface AddHostDialogProps {
  readonly target: 'local' | 'ssh';
  readonly onClose: () => void;
}

export function AddHostDialog({ target, onClose }: AddHostDialogProps) {
  return target === 'local' ? <AddLocal onClose={onClose} /> : <AddSsh onClose={onClose} />;
}

function useAdd(onClose: () => void) {
  const profiles = useProfiles();
  const [chosen, setProfileId] = useState<string | null>(null);
  const profileId = chosen ?? profiles[0]?.id ?? '';
  const add = useAction(async (name: string, target: HostTarget) => {
    const { hostId } = await call('hosts.add', { name, target, profileId, connect: true });
    selectHost(hostId);
    goTo('overview');
    onClose();
  });
  return { ...add, profileId, setProfileId };
}

function AddLocal({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const suggestions = useQuery('hosts.suggest', {});
  const add = useAdd(onClose);
  const form = useForm<z.infer<typeof LocalForm>>({
    resolver: zodResolver(LocalForm),
    defaultValues: { kind: 'local', name: t('hosts.add.localName'), socketPath: '' },
  });
  const problem = (name: 'name' | 'socketPath') => fieldProblem(t, name, form.formState.errors[name]);
  return (
    <Dialog
      open
      size="sm"
      onClose={onClose}
      title={t('hosts.add.localTitle')}
      footer={<Footer busy={add.busy} onClose={onClose} />}
    >
      <form
        id="add-host"
        noValidate
        className="flex flex-col gap-3"
        onSubmit={form.handleSubmit(({ name, socketPath }) =>
          add.run(name, { kind: 'local', ...(socketPath ? { socketPath } : {}) }).then(() => undefined),
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
        <ProfilePicker value={add.profileId} onChange={add.setProfileId} />
        {add.error && <ErrorPanel error={add.error} />}
      </form>
    </Dialog>
  );
}

function AddSsh({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const suggestions = useQuery('hosts.suggest', {});
  const add = useAdd(onClose);
  const form = useForm<z.infer<typeof SshForm>>({
    resolver: zodResolver(SshForm),
    defaultValues: {
      kind: 'ssh',
      name: '',
      address: '',
      port: 22,
      user: '',
      method: 'agent',
      keyFile: '',
      dockerSocket: '/var/run/docker.sock',
      sudo: false,
      jumps: '',
      proxyCommand: '',
    },
  });
  const method = form.watch('method');
  type Name = 'name' | 'address' | 'port' | 'user' | 'keyFile' | 'dockerSocket' | 'jumps' | 'proxyCommand';
  const problem = (name: Name) => fieldProblem(t, name, form.formState.errors[name]);
  const found = suggestions.data?.hosts ?? [];
  // What the form has no field for: an agent of its own, how each server on the way is signed in to.
  const [taken, setTaken] = useState<(typeof found)[number] | null>(null);
  const take = (alias: string): void => {
    const host = found.find((each) => each.alias === alias);
    if (!host) return;
    form.reset({
      ...form.getValues(),
      name: host.alias,
      address: host.address,
      port: host.port,
      user: host.user ?? '',
      ...(host.auth?.method === 'key' ? { method: 'key', keyFile: host.auth.file } : {}),
      jumps: jumpText(host.jumps),
      proxyCommand: host.proxyCommand ?? '',
    });
    setTaken(host);
  };
  const chooseKey = async (): Promise<void> => {
    const { path } = await call('app.choose-path', { kind: 'private-key' });
    if (path) form.setValue('keyFile', path, { shouldValidate: true });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('hosts.add.title')}
      description={t('hosts.add.description')}
      footer={<Footer busy={add.busy} onClose={onClose} />}
    >
      <form
        id="add-host"
        noValidate
        className="grid grid-cols-6 gap-x-3 gap-y-3"
        onSubmit={form.handleSubmit((values) =>
          add.run(values.name, sshTarget(values, taken)).then(() => undefined),
        )}
      >
        {found.length > 0 && (
          <Field label={t('hosts.add.suggestions')} className="col-span-6">
            {(ids) => (
              <Select {...ids} defaultValue="" onChange={(event) => take(event.target.value)}>
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
        <Field label={t('hosts.add.address')} error={problem('address')} className="col-span-3">
          {(ids) => (
            <Input {...ids} placeholder={t('hosts.add.addressPlaceholder')} {...form.register('address')} />
          )}
        </Field>
        <Field label={t('hosts.add.port')} error={problem('port')}>
          {(ids) => <Input {...ids} inputMode="numeric" {...form.register('port', { setValueAs: Number })} />}
        </Field>
        <Field label={t('hosts.add.user')} error={problem('user')} className="col-span-2">
          {(ids) => (
            <Input {...ids} placeholder={t('hosts.add.userPlaceholder')} {...form.register('user')} />
          )}
        </Field>
        <Field
          label={t('hosts.add.auth')}
          className="col-span-2"
          help={method === 'password' ? t('hosts.add.passwordHelp') : undefined}
        >
          {(ids) => (
            <Select {...ids} {...form.register('method')}>
              <option value="agent">{t('hosts.add.authAgent')}</option>
              <option value="key">{t('hosts.add.authKey')}</option>
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
          <label className="mt-2 flex items-center gap-2 text-xs">
            <input type="checkbox" className="accent-accent" {...form.register('sudo')} />
            {t('hosts.add.sudo')}
          </label>
        </details>
        <div className="col-span-6 flex flex-col gap-3">
          <ProfilePicker value={add.profileId} onChange={add.setProfileId} />
          {add.error && <ErrorPanel error={add.error} />}
        </div>
      </form>
    </Dialog>
  );
}

function sshTarget(
  values: z.infer<typeof SshForm>,
  taken: { readonly auth: SshAuth | null; readonly jumps: readonly JumpHost[] } | null,
): HostTarget {
  const { address, port, user, method, keyFile, dockerSocket, sudo, proxyCommand } = values;
  const typed: SshAuth = method === 'key' ? { method, file: keyFile } : { method };
  const auth = method === 'agent' && taken?.auth?.method === 'agent' ? taken.auth : typed;
  const jumps = readJumps(values.jumps, taken?.jumps ?? [], auth) ?? [];
  return {
    kind: 'ssh',
    address,
    port,
    user,
    dockerSocket,
    ...(sudo ? { sudo } : {}),
    ...(jumps.length > 0 ? { jumps } : {}),
    ...(proxyCommand.trim() ? { proxyCommand } : {}),
    auth,
  };
}

function Footer({ busy, onClose }: { readonly busy: boolean; readonly onClose: () => void }) {
  const t = useText();
  return (
    <>
      <Button onClick={onClose}>{t('common.cancel')}</Button>
      <Button variant="primary" type="submit" form="add-host" busy={busy}>
        {t('hosts.add.submit')}
      </Button>
    </>
  );
}
