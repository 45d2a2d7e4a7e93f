import { expect, test } from 'vitest';
import { HostTarget } from '../../../shared/domain/host.ts';
import {
  AddSshForm,
  chosenFields,
  emptyForm,
  type Suggestion,
  targetOf,
  typedFields,
} from './add-host-form.ts';

const keys = { method: 'identities', files: ['/k/one', '/k/two'], identitiesOnly: true } as const;
const host: Suggestion = {
  alias: 'rt04',
  address: '203.0.113.4',
  port: 2222,
  user: 'warga',
  auth: { ...keys, files: [...keys.files] },
  jumps: [{ address: 'gerbang', port: 22, user: 'ketua', auth: { method: 'agent' } }],
  proxyCommand: 'nc "%h" %p # home',
};
const chosen = (): AddSshForm => ({ ...emptyForm, ...chosenFields(host) });

test('a host that is looked up keeps its alias, and the way and keys that were shown', () => {
  expect(AddSshForm.safeParse(chosen()).success).toBe(true);
  const target = targetOf(chosen(), host, true);
  expect(HostTarget.parse(target)).toMatchObject({
    alias: 'rt04',
    address: '203.0.113.4',
    port: 2222,
    user: 'warga',
    auth: keys,
    jumps: [{ address: 'gerbang' }],
    proxyCommand: 'nc "%h" %p # home',
  });
});

test('a password may be chosen for a host that is looked up', () => {
  expect(targetOf({ ...chosen(), method: 'password' }, host, true)).toMatchObject({
    alias: 'rt04',
    auth: { method: 'password' },
  });
});

test('filled in by hand it is a server of its own, with what the file said to begin with', () => {
  const only = { ...host, proxyCommand: null };
  const form = { ...chosen(), ...typedFields(only) };
  expect(AddSshForm.safeParse(form).success).toBe(true);
  const target = targetOf(form, only, false);
  expect(HostTarget.parse(target)).toMatchObject({
    auth: { method: 'key', file: '/k/one' },
    jumps: [{ address: 'gerbang', auth: { method: 'agent' } }],
  });
  expect(target).not.toHaveProperty('alias');
});
