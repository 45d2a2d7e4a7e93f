/** Of `ronda config`. */
export const configurationTexts = {
  'help.config-group': {
    en: 'configuration files of the server (Compose, nginx, mounted ones, those the manual names), kept in the vault',
    id: 'berkas konfigurasi server (Compose, nginx, yang di-mount, yang disebut buku panduan), disimpan di brankas',
  },
  'help.config-list': {
    en: 'which files are kept, and when each last changed',
    id: 'berkas apa saja yang tersimpan dan kapan terakhir berubah',
  },
  'help.config-snapshot': {
    en: 'keep the files that have changed since the last time',
    id: 'simpan berkas yang berubah sejak terakhir kali',
  },
  'help.config-history': {
    en: 'snapshots of one file, with lines added and removed; never its content',
    id: 'snapshot satu berkas, dengan jumlah baris yang ditambah dan dihapus, tanpa isinya',
  },
  'help.config-show': {
    en: 'print one file as it was; that it was shown goes into the journal',
    id: 'tampilkan satu berkas seperti waktu itu; ini dicatat di jurnal',
  },
  'help.config-change': {
    en: 'only what changed in it since the snapshot before',
    id: 'hanya perubahannya sejak snapshot sebelumnya',
  },
  'help.config-plan-restore': {
    en: 'show what putting a file back would change, in lines; do nothing',
    id: 'tampilkan perubahan bila berkas dikembalikan, dalam jumlah baris; tanpa melakukan apa pun',
  },
  'help.config-restore': {
    en: 'put one file back as it was in a snapshot',
    id: 'kembalikan satu berkas seperti di sebuah snapshot',
  },
  'help.config-path': {
    en: 'path of the file on the server, or the end of it',
    id: 'path berkas di server, atau bagian akhirnya',
  },
  'config.none': {
    en: 'No file is kept yet. Look for the first time: ronda config snapshot',
    id: 'Belum ada berkas yang tersimpan. Periksa untuk pertama kali: ronda config snapshot',
  },
  'config.absent': { en: 'not there: {path}', id: 'tidak ada: {path}' },
  'config.lines': { en: '+{added} −{removed} lines', id: '+{added} −{removed} baris' },
  'config.no-text': { en: 'another content, no text', id: 'isinya lain, bukan teks' },
  'config.run-first': { en: 'First run on the server: {command}', id: 'Jalankan dulu di server: {command}' },
  'config.then-run': { en: 'It counts after: {command}', id: 'Berlaku setelah: {command}' },
  'config.origin.compose': { en: 'Compose', id: 'Compose' },
  'config.origin.nginx': { en: 'nginx', id: 'nginx' },
  'config.origin.mounted': { en: 'mounted', id: 'di-mount' },
  'config.origin.manual': { en: 'manual', id: 'buku panduan' },
  'column.config-path': { en: 'File', id: 'Berkas' },
  'column.config-origin': { en: 'Named by', id: 'Disebut oleh' },
} as const;
