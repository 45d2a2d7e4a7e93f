import { join } from 'node:path';
import Database from 'better-sqlite3';
import type Docker from 'dockerode';
import { expect } from 'vitest';

/** The smallest service there is: it only has to run, be healthy, and have its data in a place we can look into. */
export async function startSmallService(docker: Docker, source: string): Promise<Docker.Container> {
  const container = await docker.createContainer({
    Image: 'ronda-sample/warga-service:1.0.0',
    Entrypoint: ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 0.1; done'],
    Labels: { 'com.docker.compose.service': 'warga-service' },
    Healthcheck: {
      Test: ['CMD-SHELL', '[ -s /app/data/warga.db ] && ! [ -e /app/data/sick ]'],
      Interval: 3e8,
      Timeout: 2e9,
      Retries: 3,
    },
    HostConfig: { Binds: [`${source}:/app/data`], RestartPolicy: { Name: 'unless-stopped' } },
    User: '0',
  });
  await container.start();
  return container;
}

/** A few hundred rows of one kind, in `warga.db` of the folder. */
export function writeRows(data: string, content: string): void {
  const db = new Database(join(data, 'warga.db'));
  db.pragma('journal_mode = WAL');
  db.exec('CREATE TABLE IF NOT EXISTS t (a TEXT); DELETE FROM t');
  const insert = db.prepare('INSERT INTO t VALUES (?)');
  for (let row = 0; row < 200; row++) insert.run(`${content} ${row}`);
  db.close();
}

/** What stands there, as SQLite sees it; a mixture or damage is no answer at all. */
export function readContent(data: string): string {
  const db = new Database(join(data, 'warga.db'));
  try {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    const kinds = db.prepare("SELECT DISTINCT substr(a, 1, instr(a, ' ') - 1) FROM t").pluck().all();
    expect(kinds).toHaveLength(1);
    expect(db.prepare('SELECT count(*) FROM t').pluck().get()).toBe(200);
    return String(kinds[0]);
  } finally {
    db.close();
  }
}
