import { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import type { CheckSpec } from '../../shared/domain/profile.ts';
import { RondaError } from '../../shared/errors.ts';
import type { HostConnection } from '../hosts/host-connection.ts';
import { createManualClock } from '../platform/manual-clock.ts';
import { runCheckThroughLink } from './check-through-link.ts';

const silent = { host: '127.0.0.1', port: 4001 };
const spec = {
  id: 'port',
  kind: 'tcp',
  ...silent,
  every: 60_000,
  retryAfter: 1000,
  timeout: 20,
  failures: 2,
} as unknown as CheckSpec;

/** A connection on which `answers` says what each dial meets; absent: nothing ever comes back. */
function linkThat(answers: (port: number) => Promise<Duplex> | null, ping: () => Promise<unknown>) {
  const lost = new AbortController();
  const dial: HostConnection['dial'] = (target, signal) =>
    answers(target.port) ??
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  return {
    dial,
    docker: { ping } as never,
    exec: never,
    signal: lost.signal,
    lose: () => lost.abort(new Error('lost')),
  };
}
const never = (): Promise<never> => new Promise(() => undefined);
const dialFailed = (reason: string) =>
  new RondaError('hosts.dial-failed', { target: '127.0.0.1:1', detail: reason, reason });
const socket = () => new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });

async function outcomeOver(link: ReturnType<typeof linkThat>) {
  const clock = createManualClock();
  const running = runCheckThroughLink(spec, link, {
    bot: null,
    browser: null,
    clock,
    containers: () => null,
  });
  // A link that answers needs no time of this clock.
  const asked = clock.sleepsBegun();
  await expect
    .poll(async () => clock.sleepsBegun() > asked || (await Promise.race([running, false])) !== false)
    .toBe(true);
  await clock.advance(5_000);
  return running;
}

test('a service that keeps silent while its server answers has failed', async () => {
  const refusing = linkThat((port) => (port === 1 ? Promise.reject(dialFailed('refused')) : null), never);
  expect(await outcomeOver(refusing)).toMatchObject({ outcome: 'fail', cause: { code: 'health.timeout' } });
  const open = linkThat((port) => (port === 1 ? Promise.resolve(socket()) : null), never);
  expect(await outcomeOver(open)).toMatchObject({ outcome: 'fail' });
  const firewalled = linkThat(
    () => null,
    async () => 'OK',
  );
  expect(await outcomeOver(firewalled)).toMatchObject({ outcome: 'fail' });
});

test('a service that keeps silent behind a link that does was not seen at all', async () => {
  expect(await outcomeOver(linkThat(() => null, never))).toBeNull();
  const offline = linkThat(
    (port) => (port === 1 ? Promise.reject(dialFailed('unreachable')) : null),
    () => Promise.reject(new Error('EHOSTUNREACH')),
  );
  expect(await outcomeOver(offline)).toBeNull();
});

test('what is refused has failed, and nobody is asked about the link', async () => {
  let asked = 0;
  const link = linkThat(
    () => Promise.reject(dialFailed('refused')),
    async () => void asked++,
  );
  expect(await outcomeOver(link)).toMatchObject({ outcome: 'fail', cause: { code: 'health.refused' } });
  expect(asked).toBe(0);
});
