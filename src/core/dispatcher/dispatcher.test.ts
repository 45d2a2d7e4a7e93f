import { expect, test } from 'vitest';
import { RondaError } from '../../shared/errors.ts';
import { silentLog } from '../platform/log.ts';
import { createDispatcher, type Handlers } from './dispatcher.ts';

const nobody = { signal: new AbortController().signal, emit: async () => undefined };

function dispatcherWith(handlers: Partial<Handlers>) {
  return createDispatcher(handlers as Handlers, silentLog);
}

test('an operation that is not in the contract is refused by name', async () => {
  const run = dispatcherWith({}).runUntyped('secrets.read', {}, nobody);
  await expect(run).rejects.toMatchObject({ code: 'common.unknown-operation' });
});

test('a name from the object prototype is not an operation', async () => {
  for (const name of ['constructor', '__proto__', 'toString']) {
    const run = dispatcherWith({}).runUntyped(name, {}, nobody);
    await expect(run).rejects.toMatchObject({ code: 'common.unknown-operation' });
  }
});

test.each([
  ['port 0', { port: 0 }],
  ['port 70000', { port: 70_000 }],
  ['port "22x"', { port: '22x' }],
  ['a host name that is an option', { address: '-oProxyCommand=x' }],
  ['a host name with a newline', { address: 'a\nb' }],
  ['a host name with NUL', { address: 'a\0b' }],
  ['an unknown key', { surprise: 1 }],
])('%s is refused before the handler runs', async (_what, change) => {
  let ran = false;
  const dispatcher = dispatcherWith({
    'hosts.add': async () => {
      ran = true;
      return { hostId: 'x' };
    },
  });
  const target = {
    kind: 'ssh',
    address: 'rt04',
    port: 22,
    user: 'admin',
    auth: { method: 'agent' },
    ...change,
  };
  const run = dispatcher.runUntyped('hosts.add', { name: 'RT 04', target, profileId: 'prisma-rt04' }, nobody);
  await expect(run).rejects.toMatchObject({ code: 'common.invalid-input' });
  expect(ran).toBe(false);
});

test('the error of a bad field names the field', async () => {
  const target = { kind: 'ssh', address: 'rt04', port: 70_000, user: 'admin', auth: { method: 'agent' } };
  const error = await dispatcherWith({})
    .runUntyped('hosts.add', { name: 'RT 04', target, profileId: 'prisma-rt04' }, nobody)
    .catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(RondaError);
  expect((error as RondaError).params.field).toBe('target.port');
});

test('an unexpected exception becomes an error with a hint, not a crash', async () => {
  const dispatcher = dispatcherWith({
    'hosts.list': async () => {
      throw new TypeError('x is not a function');
    },
  });
  await expect(dispatcher.run('hosts.list', {})).rejects.toMatchObject({ code: 'common.unexpected' });
});

test('an output that does not keep the contract never reaches the caller', async () => {
  const dispatcher = dispatcherWith({
    'vault.list': async () => ({ secrets: [{ name: 'a', changedAt: 1, value: 'leaked' }] }),
  } as Partial<Handlers>);
  const output = await dispatcher.run('vault.list', {});
  expect(JSON.stringify(output)).not.toContain('leaked');
});

test('a cancelled call ends as cancelled', async () => {
  const controller = new AbortController();
  controller.abort();
  const run = dispatcherWith({ 'hosts.list': async () => ({ hosts: [] }) }).run(
    'hosts.list',
    {},
    { signal: controller.signal },
  );
  await expect(run).rejects.toMatchObject({ code: 'common.cancelled' });
});
