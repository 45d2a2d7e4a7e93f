import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cpuTimeOf } from '../platform/cpu-time.ts';
import { parseVitals, splitSections } from './parse-vitals.ts';
import { dockerDisk } from './read-vitals.ts';

const fixture = (name: string): string =>
  readFileSync(new URL(`./fixtures/${name}.txt`, import.meta.url), 'utf8');
const parse = (text: string, nonce = 'NONCE') => parseVitals(splitSections(text, nonce));

test.each(['debian-12', 'busybox-1.35'])('what %s says of itself is read', (name) => {
  const vitals = parse(fixture(name));
  expect(vitals.disks).toHaveLength(1);
  expect(vitals.disks[0]).toMatchObject({ mount: '/', device: '/dev/vda', sizeBytes: 264212084 * 1024 });
  expect(vitals.disks[0]?.usedPercent).toBeCloseTo(26.5, 0);
  expect(vitals.disks[0]?.inodesUsedPercent).toBeCloseTo(3, 0);
  expect(vitals.memory?.totalBytes).toBe(24684096 * 1024);
  expect(vitals.memory?.availableBytes).toBeLessThan(24684096 * 1024);
  expect(vitals.load).toMatchObject({ cpus: 2 });
  expect(vitals.uptimeSeconds).toBeGreaterThan(50_000);
  expect(vitals.oomKills).toBe(0);
  expect(vitals.rebootPending).toBe(false);
});

test('a Debian that waits for a reboot says for what, each package once', () => {
  const vitals = parse('\nN reboot\nyes\n\nN packages\nlinux-image-6.1.0-30-amd64\nlibc6\nlibc6\n', 'N');
  expect(vitals.rebootPending).toBe(true);
  expect(vitals.rebootPackages).toEqual(['linux-image-6.1.0-30-amd64', 'libc6']);
});

test('what is not answered is unknown and never zero', () => {
  expect(parse('')).toEqual({
    disks: [],
    memory: null,
    load: null,
    uptimeSeconds: null,
    oomKills: null,
    rebootPending: null,
    rebootPackages: [],
  });
  const broken = parse(
    '\nN meminfo\nMemTotal: lots kB\n\nN loadavg\nnan inf x\n\nN uptime\n-3\n\nN vmstat\noom_kill -1\n',
    'N',
  );
  expect(broken).toMatchObject({ memory: null, load: null, uptimeSeconds: null, oomKills: null });
});

test('mounts and devices with blanks, and names that try to be more, stay what they are', () => {
  const df = [
    'Filesystem 1024-blocks Used Available Capacity Mounted on',
    '/dev/mapper/my disk 1000000 900000 100000 90% /mnt/a b  c',
    '//nas/share 2000000 0 2000000 0% /mnt/nas',
    '/dev/sdb1 1000000 2000000 -1000000 101% /over',
    '/dev/loop3 1000000 1000000 0 100% /snap/core',
    'tmpfs 1000000 1000000 0 100% /run',
    '/dev/sdc1 1 2 x 3% /broken',
    `/dev/sdd1 1000000 1 999999 1% /\u001b[2J\u202eevil${'x'.repeat(300)}`,
    'NONCE memory',
    '__proto__ 1000000 1 999999 1% /proto',
  ].join('\n');
  const { disks } = parse(`\nN df\n${df}\n`, 'N');
  expect(disks.map(({ mount, usedPercent }) => [mount.slice(0, 12), usedPercent])).toEqual([
    ['/over', 100],
    ['/proto', 0],
    ['/mnt/nas', 0],
    ['/mnt/a b c', 90],
    ['/ evilxxxxxx', 0],
  ]);
  for (const { mount } of disks) expect(mount).not.toMatch(/[\u0000-\u001f\u202e]/);
});

test('a hostile flood of lines is read in no time and kept short', () => {
  const line = `${'a '.repeat(150)} 1 1 1 1% `;
  const df = `Filesystem\n${`${line}\n`.repeat(5000)}${Array.from({ length: 500 }, (_, n) => `/dev/d${n} 900000 1 899999 1% /d${n}`).join('\n')}`;
  const read = () => expect(parse(`\nN df\n${df}\n`, 'N').disks).toHaveLength(64);
  expect(cpuTimeOf(read)).toBeLessThan(2000);
});

test('Docker’s disk use is added up, and an answer that is none counts nothing', () => {
  const usage = {
    LayersSize: 5000,
    Images: [
      { Size: 3000, SharedSize: 1000, Containers: 1 },
      { Size: 2000, SharedSize: 0, Containers: 0 },
    ],
    Containers: [
      { SizeRw: 10, State: 'running' },
      { SizeRw: 5, State: 'exited' },
    ],
    Volumes: [
      { UsageData: { Size: 70, RefCount: 0 } },
      { UsageData: { Size: -1, RefCount: -1 } },
      { UsageData: null },
    ],
    BuildCache: [{ Size: 9, InUse: false }, { Size: 4, InUse: true }, null],
  };
  expect(dockerDisk(usage)).toEqual([
    { kind: 'images', totalBytes: 5000, reclaimableBytes: 3000 },
    { kind: 'containers', totalBytes: 15, reclaimableBytes: 5 },
    { kind: 'volumes', totalBytes: 70, reclaimableBytes: 70 },
    { kind: 'build-cache', totalBytes: 13, reclaimableBytes: 9 },
  ]);
  for (const lie of [null, 'x', [], { Images: 'x', LayersSize: 'y', Volumes: [3] }])
    expect(dockerDisk(lie).every(({ totalBytes }) => totalBytes === 0)).toBe(true);
});
