import { expect, test } from 'vitest';
import type { Prompt, PromptAnswer } from '../../shared/domain/host.ts';
import { RondaError } from '../../shared/errors.ts';
import { runCli } from '../run-cli.ts';
import { createFakeConsole, type FakeConsole, withConnection } from '../testing/fake-console.ts';
import { createFakeIo } from '../testing/fake-io.ts';

const fingerprint = `SHA256:${'a'.repeat(43)}`;
const hostKey: Prompt = {
  kind: 'host-key',
  id: 'prompt-1',
  hostId: 'pos-1',
  hostName: 'Pos Ronda',
  address: '[10.0.0.4]:22',
  keyType: 'ssh-ed25519',
  fingerprint,
};
const password: Prompt = {
  kind: 'secret',
  id: 'prompt-1',
  hostId: 'pos-1',
  hostName: 'Pos Ronda',
  purpose: 'password',
  label: 'Password for budi',
  echo: false,
};

/** A host that asks one question and connects, or is refused, by its answer. */
function asking(prompt: Prompt): FakeConsole & { answers: PromptAnswer[] } {
  const answers: PromptAnswer[] = [];
  const set = (phase: 'prompting' | 'connected' | 'refused'): void => {
    const host = fake.state.get('hosts', 'pos-1');
    const error = phase === 'refused' ? 'hosts.host-key-declined' : undefined;
    if (host) fake.state.set('hosts', host.id, withConnection(host, phase, error));
  };
  const fake = createFakeConsole({
    'hosts.connect': async () => {
      set('prompting');
      fake.state.set('prompts', prompt.id, prompt);
      return {};
    },
    'hosts.answer': async ({ answer }) => {
      answers.push(answer);
      fake.state.remove('prompts', prompt.id);
      set(answer.kind === 'refuse' ? 'refused' : 'connected');
      return {};
    },
  });
  return { ...fake, answers };
}

test('the given fingerprint is accepted without a question', async () => {
  const fake = asking(hostKey);
  expect(await runCli(['host', 'test', '--accept-host-key', fingerprint], createFakeIo(), fake.open)).toBe(0);
  expect(fake.answers).toEqual([{ kind: 'accept' }]);
});

test('any other fingerprint is refused, and both are named', async () => {
  const fake = asking(hostKey);
  const io = createFakeIo();
  const other = `SHA256:${'b'.repeat(43)}`;
  expect(await runCli(['host', 'test', '--accept-host-key', other], io, fake.open)).toBe(3);
  expect(fake.answers).toEqual([{ kind: 'refuse' }]);
  expect(io.err()).toContain(other);
  expect(io.err()).toContain(fingerprint);
});

test('without a terminal an unknown server is refused with the option that would accept it', async () => {
  const fake = asking(hostKey);
  const io = createFakeIo();
  expect(await runCli(['host', 'test'], io, fake.open)).toBe(3);
  expect(fake.answers).toEqual([{ kind: 'refuse' }]);
  expect(io.err()).toContain(`--accept-host-key ${fingerprint}`);
});

test('on a terminal type and fingerprint are shown, and only a clear yes accepts', async () => {
  const fake = asking(hostKey);
  const io = createFakeIo({ terminal: true });
  io.answer('(yes/no)?', '');
  io.answer('(yes/no)?', 'yes');
  expect(await runCli(['host', 'test'], io, fake.open)).toBe(0);
  expect(io.err()).toContain('ssh-ed25519');
  expect(io.err()).toContain(fingerprint);
  expect(fake.answers).toEqual([{ kind: 'accept' }]);
});

test('no on the terminal refuses', async () => {
  const fake = asking(hostKey);
  const io = createFakeIo({ terminal: true });
  io.answer('(yes/no)?', 'no');
  expect(await runCli(['host', 'test'], io, fake.open)).toBe(3);
  expect(fake.answers).toEqual([{ kind: 'refuse' }]);
});

const proxyCommand: Prompt = {
  kind: 'proxy-command',
  id: 'prompt-1',
  hostId: 'pos-1',
  hostName: 'Pos Ronda',
  address: '10.0.0.4:22',
  command: 'cloudflared access ssh --hostname 10.0.0.4 \u001b[2J',
};

test('a proxy command is shown without its control characters, and only a clear yes runs it', async () => {
  const fake = asking(proxyCommand);
  const io = createFakeIo({ terminal: true });
  io.answer('(yes/no)?', '');
  io.answer('(yes/no)?', 'yes');
  expect(await runCli(['host', 'test'], io, fake.open)).toBe(0);
  expect(io.err()).toContain('cloudflared access ssh --hostname 10.0.0.4');
  expect(io.err()).not.toContain('\u001b[2J');
  expect(fake.answers).toEqual([{ kind: 'accept' }]);
});

test('without a terminal a proxy command is refused, and named', async () => {
  const fake = asking(proxyCommand);
  const io = createFakeIo();
  expect(await runCli(['host', 'test'], io, fake.open)).not.toBe(0);
  expect(fake.answers).toEqual([{ kind: 'refuse' }]);
  expect(io.err()).toContain('cloudflared access ssh');
});

test('a password typed at the prompt is not echoed', async () => {
  const fake = asking(password);
  const io = createFakeIo({ terminal: true });
  io.answer('Password for budi:', 'pos ronda 04');
  expect(await runCli(['host', 'test'], io, fake.open)).toBe(0);
  expect(fake.answers).toEqual([{ kind: 'secret', secret: 'pos ronda 04', remember: false }]);
  expect(io.err() + io.out()).not.toContain('pos ronda 04');
});

test('a password without a terminal is refused with the option that would give it', async () => {
  const fake = asking(password);
  const io = createFakeIo();
  expect(await runCli(['host', 'test', '--json'], io, fake.open)).toBe(3);
  expect(JSON.parse(io.out()).error).toMatchObject({
    code: 'cli.needs-terminal',
    hint: expect.stringContaining('--password-fd'),
  });
});

test('a host that cannot be reached is waited for, then its own error is told', async () => {
  const fake = createFakeConsole({
    'hosts.connect': async () => {
      const host = fake.state.get('hosts', 'pos-1');
      if (host) fake.state.set('hosts', host.id, withConnection(host, 'waiting', 'hosts.port-closed'));
      return {};
    },
  });
  const io = createFakeIo();
  const started = performance.now();
  expect(await runCli(['check', '--json', '--connect-timeout', '1'], io, fake.open)).toBe(3);
  expect(performance.now() - started).toBeGreaterThan(900);
  expect(JSON.parse(io.out()).error.code).toBe('hosts.port-closed');
});

test('a host that comes back within the time is used', async () => {
  const fake = createFakeConsole({
    'hosts.connect': async () => {
      const host = fake.state.get('hosts', 'pos-1');
      if (!host) throw new RondaError('cli.no-host');
      fake.state.set('hosts', host.id, withConnection(host, 'waiting', 'hosts.port-closed'));
      setTimeout(() => fake.state.set('hosts', host.id, withConnection(host, 'connected')), 200);
      return {};
    },
  });
  expect(await runCli(['host', 'test', '--connect-timeout', '5'], createFakeIo(), fake.open)).toBe(0);
});

test('a host that could not be connected is not kept', async () => {
  const fake = createFakeConsole({
    'hosts.add': async ({ name }) => {
      const host = createFakeHost(name);
      fake.state.set('hosts', host.id, host);
      return { hostId: host.id };
    },
    'hosts.connect': async ({ hostId }) => {
      const host = fake.state.get('hosts', hostId);
      if (host) fake.state.set('hosts', hostId, withConnection(host, 'refused', 'hosts.login-refused'));
      return {};
    },
    'hosts.remove': async ({ hostId }) => {
      fake.state.remove('hosts', hostId);
      return {};
    },
  });
  expect(await runCli(['host', 'add', 'baru', '--ssh', 'budi@pos'], createFakeIo(), fake.open)).toBe(3);
  expect(fake.state.get('hosts', 'baru')).toBeUndefined();
});

function createFakeHost(name: string) {
  const host = createFakeConsole().state.list('hosts')[0];
  if (!host) throw new Error('the fake console has a host');
  return { ...host, id: name, name };
}
