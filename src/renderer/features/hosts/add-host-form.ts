import { z } from 'zod';
import type { OutputOf } from '../../../shared/contract.ts';
import {
  FilePath,
  HostAddress,
  HostConfig,
  type HostTarget,
  Port,
  type SshAuth,
  UserName,
} from '../../../shared/domain/host.ts';
import { jumpText, readJumps } from './jump-text.ts';

export const AddSshForm = z
  .object({
    kind: z.literal('ssh'),
    name: HostConfig.shape.name,
    address: HostAddress,
    port: Port,
    user: UserName,
    /** `config`: as the SSH configuration says, for a host that is looked up there. */
    method: z.enum(['config', 'agent', 'key', 'password']),
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
export type AddSshForm = z.infer<typeof AddSshForm>;

export const emptyForm: AddSshForm = {
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
};

/** A host of the SSH configuration, as core suggests it. */
export type Suggestion = OutputOf<'hosts.suggest'>['hosts'][number];

/** What choosing a suggestion fills in; the way stays in the file, where it is looked up. */
export function chosenFields({ alias, address, port, user }: Suggestion): Partial<AddSshForm> {
  return { name: alias, address, port, user: user ?? '', method: 'config', jumps: '', proxyCommand: '' };
}

/** The same as far as a person could have typed it. */
export function typedFields({ auth, jumps, proxyCommand }: Suggestion): Partial<AddSshForm> {
  const [keyFile] = auth?.method === 'identities' ? auth.files : [];
  return {
    ...(keyFile === undefined ? { method: 'agent' } : { method: 'key', keyFile }),
    jumps: jumpText(jumps),
    proxyCommand: proxyCommand ?? '',
  };
}

/**
 * The target that was filled in.
 * @param chosen the suggestion it began with
 * @param lookedUp it is looked up in the SSH configuration at each connect; what is stored with it is what was shown
 */
export function targetOf(values: AddSshForm, chosen: Suggestion | null, lookedUp: boolean): HostTarget {
  const { address, port, user, method, keyFile, dockerSocket, sudo } = values;
  const common = { kind: 'ssh', address, port, user, dockerSocket, ...(sudo ? { sudo } : {}) } as const;
  if (chosen && lookedUp) {
    const { alias, jumps, proxyCommand, auth } = chosen;
    return {
      ...common,
      alias,
      ...(jumps.length > 0 ? { jumps: [...jumps] } : {}),
      ...(proxyCommand === null ? {} : { proxyCommand }),
      auth:
        method === 'password'
          ? { method }
          : (auth ?? { method: 'identities', files: [], identitiesOnly: false }),
    };
  }
  const auth: SshAuth =
    method === 'key' ? { method, file: keyFile } : { method: method === 'password' ? method : 'agent' };
  const jumps = readJumps(values.jumps, chosen?.jumps ?? [], auth) ?? [];
  const proxyCommand = values.proxyCommand.trim();
  return {
    ...common,
    ...(jumps.length > 0 ? { jumps } : {}),
    ...(proxyCommand ? { proxyCommand } : {}),
    auth,
  };
}
