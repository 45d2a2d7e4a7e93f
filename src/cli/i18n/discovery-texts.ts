/** Of `ronda backup discover`, `adopt` and `unadopt`. */
export const discoveryTexts = {
  'help.backup-discover': {
    en: 'look for databases in the volumes of the services that the manual does not name; only looks',
    id: 'cari basis data di volume layanan yang belum disebut panduan; hanya melihat',
  },
  'help.discover-stopped': {
    en: 'also services that stand still, by a short-lived helper container',
    id: 'termasuk layanan yang berhenti, lewat kontainer pembantu sebentar',
  },
  'help.discover-all': {
    en: 'also those that the manual names',
    id: 'termasuk yang sudah disebut panduan',
  },
  'help.backup-adopt': {
    en: 'add a found database to the manual, so that it is backed up from then on',
    id: 'tambahkan basis data yang ditemukan ke panduan, supaya ikut dicadangkan',
  },
  'help.adopt-path': { en: 'its path, as discover lists it', id: 'path-nya, seperti di daftar discover' },
  'help.adopt-id': {
    en: 'the name for it; default: of its file',
    id: 'nama untuknya; bawaan: dari nama berkasnya',
  },
  'help.backup-unadopt': {
    en: 'take an added database out of the manual again; its backups stay',
    id: 'keluarkan lagi basis data tambahan dari panduan; cadangannya tetap ada',
  },
  'help.unadopt-id': { en: 'its name in the manual', id: 'namanya di panduan' },
  'column.path': { en: 'Path', id: 'Path' },
  'column.manual': { en: 'In the manual', id: 'Di panduan' },
  'discover.sqlite': { en: 'SQLite', id: 'SQLite' },
  'discover.other': { en: 'not SQLite', id: 'bukan SQLite' },
  'discover.unreadable': { en: 'may not be read', id: 'tidak boleh dibaca' },
  'discover.none': {
    en: 'No database was found that the manual does not name.',
    id: 'Tidak ada basis data di luar yang disebut panduan.',
  },
  'discover.adopt': {
    en: 'Add one: ronda backup adopt SERVICE PATH',
    id: 'Tambahkan: ronda backup adopt LAYANAN PATH',
  },
  'discover.no-container': {
    en: 'not looked into, no container: {service}',
    id: 'tidak dilihat, tidak ada kontainer: {service}',
  },
  'discover.stopped': {
    en: 'not looked into, it stands still (--stopped does): {service}',
    id: 'tidak dilihat, sedang berhenti (pakai --stopped): {service}',
  },
  'discover.no-tools': {
    en: 'not looked into, its image has neither find nor Node: {service}',
    id: 'tidak dilihat, image-nya tidak punya find maupun Node: {service}',
  },
  'discover.failed': { en: 'could not be looked into: {service}', id: 'gagal dilihat: {service}' },
  'discover.more': {
    en: 'There are more files than were looked at.',
    id: 'Masih ada berkas lain yang belum dilihat.',
  },
  'discover.adopted': {
    en: '{path} is {database} of {service} in the manual from now on.',
    id: '{path} sekarang tercatat di panduan sebagai {database} milik {service}.',
  },
  'discover.unadopted': {
    en: '{database} of {service} is no longer in the manual. Its backups are still here.',
    id: '{database} milik {service} tidak lagi tercatat di panduan. Cadangannya masih ada.',
  },
  'discover.shared': {
    en: 'The manual is also that of: {hosts}',
    id: 'Panduan ini juga dipakai: {hosts}',
  },
} as const;
