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
  'help.env-restore-at': { en: 'the snapshot, by its number', id: 'nomor snapshot' },
  'help.env-export': {
    en: 'write a new file: a dotenv encrypted with age, or an import file for Bitwarden',
    id: 'tulis berkas baru: dotenv terenkripsi age, atau berkas impor Bitwarden',
  },
  'help.env-file': { en: 'the file to make; it must not exist', id: 'berkas baru, belum boleh ada' },
  'help.env-recipient': {
    en: 'encrypt to this age recipient (age1…); without it a passphrase is asked for',
    id: 'enkripsi untuk penerima age ini (age1…); tanpa ini frasa sandi akan ditanyakan',
  },
  'help.env-passphrase-fd': {
    en: 'read the passphrase of the export from this file descriptor',
    id: 'baca frasa sandi ekspor dari file descriptor ini',
  },
  'help.env-bitwarden': {
    en: 'an import file for Bitwarden, of all or of one; it is not encrypted',
    id: 'berkas impor Bitwarden, semua atau satu saja; tidak dienkripsi',
  },
  'help.env-plain': {
    en: 'yes, a file that anybody can read is meant',
    id: 'ya, memang berkas yang bisa dibaca siapa saja',
  },
  'help.env-plan-restore': {
    en: 'show what putting a .env file back would change, by name; do nothing',
    id: 'tampilkan perubahan bila berkas .env dikembalikan, hanya nama; tanpa melakukan apa pun',
  },
  'help.env-restore': {
    en: 'put a .env file back as it was in a snapshot',
    id: 'kembalikan berkas .env seperti di sebuah snapshot',
  },
  'help.env-path': { en: 'path of the .env file', id: 'path berkas .env' },
  'prompt.env-passphrase': { en: 'Passphrase of the export: ', id: 'Frasa sandi ekspor: ' },
  'prompt.env-passphrase-short': { en: 'the passphrase of the export', id: 'frasa sandi ekspor' },
  'env.exported': { en: '{count} keys are in {file}.', id: '{count} kunci ada di {file}.' },
  'env.exported-plain': {
    en: 'It is not encrypted: import it, then delete it.',
    id: 'Berkasnya tidak dienkripsi: segera impor, lalu hapus.',
  },
  'env.plan-heading': {
    en: '{path} as it was in snapshot {snapshot}, of {at}',
    id: '{path} seperti di snapshot {snapshot}, {at}',
  },
  'env.plan-same': { en: 'It is like that already.', id: 'Isinya sudah seperti itu.' },
  'env.plan-absent': { en: 'No file stands there now.', id: 'Sekarang tidak ada berkas di situ.' },
  'env.plan-other-lines': {
    en: 'Every key has its value already; comments or order change.',
    id: 'Nilai semua kunci sudah sama; hanya komentar atau urutan yang berubah.',
  },
  'env.plan-owner': { en: 'owner {uid}:{gid}, mode {mode}', id: 'pemilik {uid}:{gid}, mode {mode}' },
  'env.then-run': {
    en: 'The services take it with: {command}',
    id: 'Layanan memakainya setelah: {command}',
  },
  'env.confirm': { en: 'Type {name} to put it back: ', id: 'Ketik {name} untuk mengembalikannya: ' },
  'env.restored': {
    en: 'Put back. What stood there before is snapshot {safety}.',
    id: 'Sudah dikembalikan. Isi sebelumnya ada di snapshot {safety}.',
  },
  'env.rolled-back': {
    en: 'Rolled back, the file is as it was: {reason}',
    id: 'Dibatalkan, berkas tetap seperti semula: {reason}',
  },
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
