import { createHmac, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { cpuTimeOf } from '../../platform/cpu-time.ts';
import { type HostKey, parseHostKey } from './host-key.ts';
import {
  hostsFieldMatches,
  judgeHostKey,
  knownHostsName,
  parseKnownHosts,
  recordedKeyTypes,
} from './known-hosts.ts';

function newKey(type = 'ssh-ed25519'): HostKey {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(type.length);
  const key = parseHostKey(Buffer.concat([length, Buffer.from(type), randomBytes(36)]));
  if (!key) throw new Error('not a key');
  return key;
}
function line(hosts: string, key: HostKey, marker = ''): string {
  return `${marker}${marker && ' '}${hosts} ${key.type} ${key.blob.toString('base64')} a comment`;
}
function hashed(name: string): string {
  const salt = randomBytes(20);
  const hash = createHmac('sha1', salt).update(name).digest('base64');
  return `|1|${salt.toString('base64')}|${hash}`;
}
const judge = (lines: string[], key: HostKey, port = 22, address = 'Server.Example') =>
  judgeHostKey(parseKnownHosts(lines.join('\n'), 'known_hosts'), { address, port }, key);

const mine = newKey();
const other = newKey();

test.each([
  ['plain', 'server.example', 22],
  ['one of several', 'a,server.example,b', 22],
  ['in capitals', 'SERVER.example', 22],
  ['with a pattern', '*.example', 22],
  ['with a port', '[server.example]:2222', 2222],
  ['with a pattern and a port', '[*.example]:22?2', 2222],
  ['hashed', hashed('server.example'), 22],
  ['hashed with a port', hashed('[server.example]:2222'), 2222],
  ['without its port, but with this very key', 'server.example', 2222],
])('a line that names the host %s makes its key known', (_name, hosts, port) => {
  expect(judge([line(hosts, mine)], mine, port)).toEqual({ kind: 'known' });
});

test.each([
  ['of another host', 'other.example', 22],
  ['of another port', '[server.example]:2223', 2222],
  ['of a port, for port 22', '[server.example]:2222', 22],
  ['that excludes the host', '*.example,!server.example', 22],
  ['hashed for another host', hashed('other.example'), 22],
  ['of a longer name', 'server.example.com', 22],
])('a line %s says nothing', (_name, hosts, port) => {
  expect(judge([line(hosts, mine)], mine, port)).toEqual({ kind: 'unknown' });
});

test('another key for a host that is on record is a changed key, of another type too', () => {
  const lines = ['# comment', line('server.example', mine)];
  expect(judge(lines, other)).toMatchObject({ kind: 'changed', entry: { line: 2 } });
  expect(judge(lines, newKey('ssh-rsa'))).toMatchObject({ kind: 'changed' });
  const bare = judge([line('server.example', mine)], other, 2222);
  expect(bare, 'another port may be another server').toEqual({ kind: 'unknown' });
});

test('any of several recorded keys is known', () => {
  expect(judge([line('server.example', other), line('server.example', mine)], mine)).toEqual({
    kind: 'known',
  });
});

test('a revoked key is refused wherever else it is trusted', () => {
  const lines = [line('server.example', mine), line('*', mine, '@revoked')];
  expect(judge(lines, mine)).toMatchObject({ kind: 'revoked', entry: { line: 2 } });
  expect(judge(lines, other)).toMatchObject({ kind: 'changed' });
});

test('an authority is no reason to trust on first use, and a real key beside it counts', () => {
  const authority = line('*.example', other, '@cert-authority');
  expect(judge([authority], mine)).toMatchObject({ kind: 'authority-only' });
  expect(judge([authority], other), 'the key of the authority itself is no host key').toMatchObject({
    kind: 'authority-only',
  });
  expect(judge([authority, line('server.example', mine)], mine)).toEqual({ kind: 'known' });
});

test('damaged lines and unknown markers are skipped without losing the rest', () => {
  const text = ['server.example ssh-ed25519', 'server.example ssh-ed25519 !!!', '|1|x|y ssh-ed25519 AAAA', '']
    .concat(line('server.example', other, '@trusted'))
    .concat(line('server.example', mine));
  expect(judge(text, mine)).toEqual({ kind: 'known' });
});

test('a pattern of many stars costs no time', () => {
  let matches = true;
  const cost = cpuTimeOf(() => {
    matches = hostsFieldMatches(`${'*a'.repeat(200)}b`, 'a'.repeat(250));
  });
  expect(matches).toBe(false);
  expect(cost).toBeLessThan(500);
});

test('names are written as OpenSSH writes them', () => {
  expect(knownHostsName({ address: 'Server', port: 22 })).toBe('server');
  expect(knownHostsName({ address: '::1', port: 2222 })).toBe('[::1]:2222');
});

test('the recorded types are told, without those of revoked keys and authorities', () => {
  const lines = [
    line('server.example', newKey('ssh-rsa')),
    line('server.example', newKey('ecdsa-sha2-nistp256'), '@revoked'),
    line('server.example', newKey('ssh-ed25519'), '@cert-authority'),
  ];
  const entries = parseKnownHosts(lines.join('\n'), 'f');
  expect(recordedKeyTypes(entries, { address: 'server.example', port: 22 })).toEqual(['ssh-rsa']);
});
