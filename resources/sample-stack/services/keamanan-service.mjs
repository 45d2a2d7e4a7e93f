import { createKeamananDatabase, TABLES, USER_VERSION } from './keamanan/schema.mjs';
import { startService } from './lib/http-service.mjs';
import { openServiceDatabase } from './lib/sqlite.mjs';

const db = openServiceDatabase({
  service: 'keamanan-service',
  file: process.env.DATABASE_FILE ?? '/app/data/keamanan.db',
  userVersion: USER_VERSION,
  tables: TABLES,
  create: createKeamananDatabase,
});

const patrols = db.prepare('SELECT count(*) FROM patrols').pluck();
const open = db.prepare('SELECT * FROM incidents WHERE settled = 0 ORDER BY id');

startService({
  name: 'keamanan-service',
  port: 4003,
  health: () => ({ database: { file: db.name, patrols: patrols.get() } }),
  routes: { 'GET /keamanan/incidents': () => ({ body: open.all() }) },
  onStop: () => db.close(),
});
