import { startService } from './lib/http-service.mjs';
import { openServiceDatabase } from './lib/sqlite.mjs';
import { createWargaDatabase, TABLES, USER_VERSION } from './warga/schema.mjs';
import { createWriter } from './warga/writer.mjs';

const db = openServiceDatabase({
  service: 'warga-service',
  file: process.env.DATABASE_FILE ?? '/app/data/warga.db',
  userVersion: USER_VERSION,
  tables: TABLES,
  create: createWargaDatabase,
});

const count = db.prepare('SELECT count(*) FROM residents').pluck();
const page = db.prepare('SELECT * FROM residents ORDER BY id LIMIT 50 OFFSET ?');
const setWriter = createWriter({ db, ackFile: process.env.ACK_FILE ?? '/app/ledger/ack.log' });

const { switches } = startService({
  name: 'warga-service',
  port: 4001,
  initialSwitches: { writerTps: Number(process.env.WRITER_TPS ?? 0) },
  health: () => ({ database: { file: db.name, residents: count.get() } }),
  routes: {
    'GET /warga': (_request, url) => ({
      body: { total: count.get(), residents: page.all(Number(url.searchParams.get('offset')) || 0) },
    }),
  },
  onStop() {
    setWriter(0);
    db.close();
  },
});

let tps = 0;
switches.onChange(({ writerTps }) => {
  if (writerTps === tps) return;
  tps = writerTps;
  setWriter(tps);
});
