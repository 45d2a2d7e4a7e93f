/** Of `ronda env`. */
export const environmentTexts = {
  'help.env-group': {
    en: 'environment of the services and their .env files, kept in the vault',
    id: 'environment layanan dan berkas .env-nya, disimpan di brankas',
  },
  'help.env-list': {
    en: 'what is kept, and when it last changed',
    id: 'apa saja yang tersimpan dan kapan terakhir berubah',
  },
  'help.env-snapshot': {
    en: 'keep what has changed since the last time',
    id: 'simpan yang berubah sejak terakhir kali',
  },
  'help.env-history': {
    en: 'snapshots of one history and the ages of its keys; never a value',
    id: 'snapshot satu riwayat dan umur kuncinya, tanpa nilainya',
  },
  'help.env-reveal': {
    en: 'print one value; that it was shown goes into the journal',
    id: 'tampilkan satu nilai; ini dicatat di jurnal',
  },
  'help.env-name': {
    en: 'a service, or the path of a .env file',
    id: 'layanan, atau path sebuah berkas .env',
  },
  'help.env-key': { en: 'name of the key', id: 'nama kunci' },
  'help.env-at': { en: 'a snapshot by its number (the newest)', id: 'nomor snapshot (bawaan: terbaru)' },
  'column.kept': { en: 'Environment', id: 'Environment' },
  'column.snapshots': { en: 'Snapshots', id: 'Snapshot' },
  'column.snapshot': { en: 'Snapshot', id: 'Snapshot' },
  'column.keys': { en: 'Keys', id: 'Kunci' },
  'column.key': { en: 'Key', id: 'Kunci' },
  'column.first-seen': { en: 'First seen', id: 'Pertama terlihat' },
  'column.last-changed': { en: 'Last changed', id: 'Terakhir berubah' },
  'env.none': {
    en: 'No snapshot yet. Take one: ronda env snapshot',
    id: 'Belum ada snapshot. Buat: ronda env snapshot',
  },
  'env.added': { en: 'kept: {name}, snapshot {snapshot}', id: 'tersimpan: {name}, snapshot {snapshot}' },
  'env.unchanged': { en: '{count} unchanged.', id: '{count} tidak berubah.' },
  'env.left-out': { en: 'left out: {why}', id: 'tidak ikut: {why}' },
  'env.unread': {
    en: 'not read, no container: {service}',
    id: 'tidak dibaca, tidak ada kontainer: {service}',
  },
  'env.key-gone': { en: '{name} (gone)', id: '{name} (sudah tidak ada)' },
  'env.file-absent': { en: 'the file is not there', id: 'berkasnya tidak ada' },
  'env.earlier-gone': {
    en: 'what it changed is no longer known',
    id: 'perubahannya sudah tidak diketahui',
  },
} as const;
