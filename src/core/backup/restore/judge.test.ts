import { expect, test } from 'vitest';
import { mountOf, overlaps } from '../find-containers.ts';
import { demultiplex } from '../take/exec-stream.ts';
import { judgeCompatibility } from './judge-compatibility.ts';

const now = { tables: ['residents', 'households', 'letters'], userVersion: 3, applicationId: 0 };

test('the same schema and an older one of the same application are accepted', () => {
  expect(judgeCompatibility('s', now, now)).toBeNull();
  expect(judgeCompatibility('s', now, { ...now, userVersion: 2, tables: ['residents'] })).toBeNull();
});

test('another application_id, missing tables and a newer schema are each named', () => {
  expect(judgeCompatibility('s', now, { ...now, applicationId: 9 })?.code).toBe(
    'backup.different-application',
  );
  const missing = judgeCompatibility('s', now, { ...now, tables: ['residents', 'households'] });
  expect(missing?.message).toContain('letters');
  const foreign = judgeCompatibility('s', now, { ...now, userVersion: 1, tables: ['orders'] });
  expect(foreign?.code).toBe('backup.different-application');
  expect(judgeCompatibility('s', now, { ...now, userVersion: 4 })?.code).toBe('backup.newer-schema');
});

const frame = (kind: number, text: string): Buffer => {
  const header = Buffer.alloc(8);
  header[0] = kind;
  header.writeUInt32BE(text.length, 4);
  return Buffer.concat([header, Buffer.from(text)]);
};

test('the multiplexed stream is split whatever the borders of its chunks', async () => {
  const whole = Buffer.concat([frame(1, 'hello '), frame(2, 'oops'), frame(1, ''), frame(1, 'world')]);
  for (const size of [1, 3, 7, 9, 1000]) {
    async function* chunks(): AsyncGenerator<Buffer> {
      for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size);
    }
    let stderr = '';
    let stdout = '';
    const parts = demultiplex(chunks(), (chunk) => {
      stderr += chunk.toString();
    });
    for await (const part of parts) stdout += part.toString();
    expect([stdout, stderr]).toEqual(['hello world', 'oops']);
  }
});

test('a path belongs to the innermost mount, and not to one that only begins alike', () => {
  const mount = (Destination: string) => ({ Destination, Source: '', Mode: '', RW: true, Propagation: '' });
  const mounts = [mount('/app'), mount('/app/data'), mount('/app/da')].map((m) => ({
    ...m,
    Type: 'volume' as const,
  }));
  expect(mountOf(mounts, '/app/data/warga.db')?.Destination).toBe('/app/data');
  expect(mountOf(mounts, '/application/x.db')).toBeNull();
});

test('a bind of a folder around the volume shares its files', () => {
  const volume = { Name: 'v', Source: '/var/lib/docker/volumes/v/_data' };
  expect(overlaps(volume, { Name: '', Source: '/var/lib/docker' })).toBe(true);
  expect(overlaps(volume, { Name: 'v', Source: '' })).toBe(true);
  expect(overlaps(volume, { Name: 'w', Source: '/var/lib/docker/volumes/w/_data' })).toBe(false);
});
