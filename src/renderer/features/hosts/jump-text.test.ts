import { expect, test } from 'vitest';
import type { JumpHost } from '../../../shared/domain/host.ts';
import { jumpText, readJumps } from './jump-text.ts';

const agent = { method: 'agent' } as const;
const key = { method: 'key', file: '/home/siti/.ssh/gerbang' } as const;
const jumps: JumpHost[] = [
  { user: 'ketua', address: 'gerbang.example', port: 2200, auth: key },
  { user: 'siti', address: '10.0.0.2', port: 22, auth: agent },
];

test('what is written is read back, and a server from the SSH config keeps its own way to sign in', () => {
  const text = jumpText(jumps);
  expect(text).toBe('ketua@gerbang.example:2200, siti@10.0.0.2');
  expect(readJumps(text, jumps, agent)).toEqual(jumps);
  expect(readJumps(text, [], agent)).toEqual(jumps.map((jump) => ({ ...jump, auth: agent })));
  expect(readJumps('', jumps, agent)).toEqual([]);
});

test.each(['gerbang', 'a@b:x', 'a@b:70000', 'a@-oProxyCommand=x', 'a b@c', 'a@b,c@d,e@f,g@h,i@j'])(
  '%j is refused',
  (text) => {
    expect(readJumps(text, jumps, agent)).toBeNull();
  },
);
