const RED = '\u001b[31m';
const GREEN = '\u001b[32m';
const RESET = '\u001b[0m';

/** What real containers print, the awkward kinds included: each makes one line (or one torn one). */
const KINDS = [
  (n) => `plain line ${n}: permintaan selesai`,
  (n) => JSON.stringify({ time: new Date().toISOString(), level: 'info', message: 'request', n, ms: n % 97 }),
  (n) => JSON.stringify({ level: 'error', message: 'query failed', n, error: { code: 'SQLITE_BUSY' } }),
  (n) => `${GREEN}INFO${RESET}  [http] GET /warga ${n} ${GREEN}200${RESET} 12ms`,
  (n) => `${RED}ERROR${RESET} [auth] login gagal untuk percobaan ${n}`,
  (n) => `WARN  [rate] ${n} permintaan dari 10.0.0.7`,
  (n) => `DEBUG [sql] SELECT * FROM residents WHERE id = ${n}`,
  (n) => `\rmemproses ${n % 100} %\rmemproses ${(n % 100) + 1} %`,
  (n) => Buffer.concat([Buffer.from(`invalid utf-8 ${n}: `), Buffer.from([0xc3, 0x28, 0xff, 0xfe])]),
  (n) => `long line ${n} ${'=abcdefg'.repeat(2_500)}`,
  (n) => `stack trace ${n}: Error: boom\n    at handler (/app/services/warga-service.mjs:1:1)`,
  (n) => `emoji 🏘️ dan aksara 漢字 ${n}`,
];

/** @returns {(linesPerSecond: number) => void} sets the rate; 0 stops */
export function createNoise(write = (chunk) => process.stdout.write(chunk)) {
  let timer;
  let n = 0;
  return (linesPerSecond) => {
    clearInterval(timer);
    if (linesPerSecond <= 0) return;
    const started = performance.now();
    let written = 0;
    timer = setInterval(() => {
      const due = Math.floor(((performance.now() - started) / 1000) * linesPerSecond) - written;
      const chunks = [];
      for (let i = 0; i < due; i += 1) {
        // Long lines are rare in life: one in a hundred or so, that a fast flood stays a flood of lines.
        const kind = KINDS[n % 101 === 100 ? 9 : n % 9];
        chunks.push(Buffer.from(kind(n)), Buffer.from('\n'));
        n += 1;
      }
      for (const extra of n % 500 < due ? KINDS.slice(10) : []) chunks.push(Buffer.from(`${extra(n)}\n`));
      written += due;
      if (chunks.length > 0) write(Buffer.concat(chunks));
    }, 20);
  };
}
