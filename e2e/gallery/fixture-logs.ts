import type { LogLine } from '../../src/shared/domain/log.ts';
import { now, random } from './fixture-tiles.ts';

const esc = String.fromCharCode(27);
const texts: readonly [LogLine['level'], string][] = [
  ['info', `${esc}[32minfo${esc}[39m GET /health 200 ${esc}[2m3 ms${esc}[22m`],
  ['info', '{"level":"info","msg":"iuran dicatat","wargaId":412,"jumlah":50000,"bulan":"2026-11"}'],
  [
    'warn',
    `${esc}[33mwarn${esc}[39m slow query ${esc}[1m812 ms${esc}[22m SELECT * FROM iuran WHERE warga_id = ?`,
  ],
  ['error', `${esc}[31;1merror${esc}[0m SQLITE_BUSY: database is locked`],
  [
    'debug',
    `${esc}[38;5;141mdebug${esc}[0m cache hit ratio 0.93 ${esc}[48;2;20;60;90m${esc}[97m batch ${esc}[0m done`,
  ],
  ['unknown', `${esc}[31mHTML is shown literally: <img src=x onerror=alert(1)>${esc}[0m`],
];

/** Batches as core would send them. */
export function logLines(count: number): LogLine[][] {
  const next = random(7);
  const lines = Array.from({ length: count }, (_, seq): LogLine => {
    const [level, text] = texts[Math.floor(next() * (next() > 0.6 ? texts.length : 2))] ?? ['unknown', ''];
    return {
      seq,
      at: now - (count - seq) * 730,
      stream: level === 'error' ? 'stderr' : 'stdout',
      level,
      text: seq % 97 === 0 ? `${text} ${'panjang sekali '.repeat(60)}` : text,
      truncatedBytes: seq % 97 === 0 ? 10_400_000 : 0,
    };
  });
  const batches: LogLine[][] = [];
  for (let at = 0; at < lines.length; at += 500) batches.push(lines.slice(at, at + 500));
  return batches;
}
