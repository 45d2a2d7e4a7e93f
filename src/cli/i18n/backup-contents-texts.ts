/** Of `ronda backup-rows` and `ronda compare`. */
export const backupContentsTexts = {
  'help.backup-rows': {
    en: 'look into a backup: its tables, or the rows of one; nothing is restored',
    id: 'lihat isi cadangan: daftar tabelnya, atau baris satu tabel; tidak ada yang dipulihkan',
  },
  'help.table': { en: 'table whose rows are shown', id: 'tabel yang barisnya ditampilkan' },
  'help.rows-search': {
    en: 'only rows where a column holds this text',
    id: 'hanya baris yang salah satu kolomnya memuat teks ini',
  },
  'help.rows-offset': { en: 'leave out so many rows', id: 'lewati sekian baris' },
  'help.rows-limit': {
    en: 'so many rows, up to 200; default: 50',
    id: 'sekian baris, paling banyak 200; bawaan: 50',
  },
  'help.compare': {
    en: 'what changed between two backups of one database, by table',
    id: 'apa yang berubah di antara dua cadangan satu basis data, per tabel',
  },
  'help.compare-other': {
    en: 'the other backup; default: the one before it',
    id: 'cadangan pembanding; bawaan: yang sebelumnya',
  },
  'column.table': { en: 'Table', id: 'Tabel' },
  'column.rows': { en: 'Rows', id: 'Baris' },
  'column.columns': { en: 'Columns', id: 'Kolom' },
  'column.added': { en: 'Added', id: 'Baru' },
  'column.removed': { en: 'Removed', id: 'Hilang' },
  'column.changed': { en: 'Changed', id: 'Berubah' },
  'column.note': { en: 'Note', id: 'Keterangan' },
  'contents.range': { en: '{from} to {to} of {total} rows', id: 'baris {from} sampai {to} dari {total}' },
  'contents.no-rows': { en: 'No rows.', id: 'Tidak ada baris.' },
  'contents.between': { en: 'From {older} to {newer}', id: 'Dari {older} ke {newer}' },
  'contents.same': {
    en: 'All {count} tables are the same in both.',
    id: 'Semua {count} tabel sama di keduanya.',
  },
  'contents.only-older': { en: 'table gone', id: 'tabel hilang' },
  'contents.only-newer': { en: 'new table', id: 'tabel baru' },
  'contents.schema-changed': { en: 'structure changed', id: 'struktur berubah' },
  'contents.no-other': {
    en: 'There is no earlier backup of this database to compare with.',
    id: 'Belum ada cadangan sebelumnya dari basis data ini untuk dibandingkan.',
  },
} as const;
