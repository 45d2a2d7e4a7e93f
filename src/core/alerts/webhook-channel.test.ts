import { afterEach, beforeEach, expect, test } from 'vitest';
import { contentNamed } from './testing/contents.ts';
import { cutBeforeAnswer, cutInAnswer, type StandIn, startStandIn } from './testing/stand-in.ts';
import { createWebhookChannel, parseWebhookAddress } from './webhook-channel.ts';

let receiver: StandIn;
beforeEach(async () => {
  receiver = await startStandIn();
});
afterEach(() => receiver.close());

function deliver(more: { unsure?: boolean; url?: string | null | 'locked'; header?: string } = {}) {
  const channel = createWebhookChannel({
    url: async () => (more.url === undefined ? `${receiver.base}/hooks/s3cr3t-path?key=abc` : more.url),
    secret: async () => 'Bearer very-secret',
    config: async () => ({ enabled: true, secretHeader: more.header ?? 'Authorization' }),
    now: () => 0,
    timeoutMs: 3000,
  });
  const message = { id: 'ronda-1-2', content: contentNamed('Warga is down'), unsure: more.unsure ?? false };
  return channel.deliver(message, new AbortController().signal);
}

test('a receiver gets one JSON document, the secret in its header, and a key to tell repetitions by', async () => {
  expect(await deliver({ unsure: true })).toEqual({ kind: 'sent' });
  expect(receiver.taken).toMatchObject([
    {
      method: 'POST',
      path: '/hooks/s3cr3t-path?key=abc',
      headers: {
        'content-type': 'application/json',
        authorization: 'Bearer very-secret',
        'idempotency-key': 'ronda-1-2',
      },
    },
  ]);
  expect(receiver.taken[0]?.body).toEqual({
    version: 1,
    id: 'ronda-1-2',
    kind: 'down',
    severity: 'P3',
    title: 'Warga is down',
    text: 'Warga is down\nServer: RT 04\nIncident #1 · P3\n(Possibly repeated)',
    at: '2027-01-15T08:00:00.000Z',
    host: 'RT 04',
    incidents: [{ id: 'incident-1', number: 1, service: 'Warga', severity: 'P3' }],
    possiblyRepeated: true,
  });
});

test('without a header name no secret is sent', async () => {
  await deliver({ header: '' });
  expect(JSON.stringify(receiver.taken)).not.toContain('very-secret');
});

test.each([301, 302, 307, 401, 403, 404, 410])(
  '%i stops the channel, and is not followed',
  async (status) => {
    receiver.next({ status, headers: { location: `${receiver.base}/elsewhere` } });
    expect(await deliver()).toMatchObject({ kind: 'stop', error: { code: 'alerts.webhook-refused' } });
    expect(receiver.taken).toHaveLength(1);
  },
);

test.each([500, 502, 503, 504, 408, 425])('%i is tried again', async (status) => {
  receiver.next({ status });
  expect(await deliver()).toMatchObject({ kind: 'retry', unsure: false });
});

test('Retry-After is kept to, in seconds and as a date', async () => {
  receiver.next({ status: 429, headers: { 'retry-after': '90' } });
  expect(await deliver()).toMatchObject({ kind: 'retry', afterMs: 90_000 });
  receiver.next({ status: 503, headers: { 'retry-after': new Date(120_000).toUTCString() } });
  expect(await deliver()).toMatchObject({ kind: 'retry', afterMs: 120_000 });
});

test('422 fails this message alone', async () => {
  receiver.next({ status: 422, body: 'no such field' });
  expect(await deliver()).toMatchObject({ kind: 'failed', error: { code: 'alerts.refused' } });
});

test('an answer cut off in its middle is an answer, one cut off before it is none', async () => {
  receiver.next(cutInAnswer);
  expect(await deliver()).toEqual({ kind: 'sent' });
  receiver.next(cutBeforeAnswer);
  expect(await deliver()).toMatchObject({ kind: 'retry', unsure: true });
});

test('what the receiver answers is shown without the secrets that it repeats', async () => {
  receiver.next({
    status: 422,
    body: 'bad Bearer very-secret at /hooks/s3cr3t-path?key=abc by 081234567890',
  });
  const delivery = await deliver();
  const text = JSON.stringify('error' in delivery ? delivery.error?.toShape() : null);
  for (const leak of ['very-secret', 's3cr3t', 'key=abc', '0812345']) expect(text).not.toContain(leak);
});

test.each([
  'https://hooks.example.com/x',
  'http://localhost:8080/x',
  'http://192.168.1.5/x',
  'http://[::1]:9/x',
  'http://n8n.lan/x',
  'http://nas/x',
])('%s is an address for a webhook', (address) => {
  expect(parseWebhookAddress(address).href).toBe(address);
});

test.each([
  'http://example.com/x',
  'http://8.8.8.8/',
  'ftp://nas/x',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'x',
])('%s is none', (address) => {
  expect(() => parseWebhookAddress(address)).toThrow('cannot be used');
});

test('without an address or an open vault nothing is tried', async () => {
  expect(await deliver({ url: null })).toEqual({ kind: 'unready', why: 'incomplete' });
  expect(await deliver({ url: 'locked' })).toEqual({ kind: 'unready', why: 'locked' });
});
