import { startService } from './lib/http-service.mjs';
import { openJsonStore } from './lib/json-store.mjs';

const store = openJsonStore(process.env.DATA_DIR ?? '/app/data', {
  'templates.json': [
    { id: 'domisili', title: 'Surat Keterangan Domisili', fields: ['nama', 'nik', 'alamat'] },
    { id: 'pengantar-ktp', title: 'Surat Pengantar KTP', fields: ['nama', 'nik', 'keperluan'] },
    { id: 'tidak-mampu', title: 'Surat Keterangan Tidak Mampu', fields: ['nama', 'nik', 'pekerjaan'] },
    { id: 'usaha', title: 'Surat Keterangan Usaha', fields: ['nama', 'nik', 'jenis_usaha'] },
  ],
  'counter.json': { year: 2026, last: 137 },
});

startService({
  name: 'surat-service',
  port: 4004,
  health: () => ({ data: { templates: store.read('templates.json').length } }),
  routes: { 'GET /surat/templates': () => ({ body: store.read('templates.json') }) },
});
