/** Of `ronda archive`. */
export const archiveTexts = {
  'help.archive-group': {
    en: 'volumes and folders of files as archives, with owner and mode',
    id: 'volume dan folder berkas sebagai arsip, lengkap dengan pemilik dan mode',
  },
  'help.archive-sources': {
    en: 'what could be taken on a host now',
    id: 'apa saja yang bisa diambil di host sekarang',
  },
  'help.archive-list': { en: 'the archives there are', id: 'arsip yang ada' },
  'help.archive-take': {
    en: 'take a volume or folder while its service runs',
    id: 'ambil volume atau folder selagi layanannya berjalan',
  },
  'help.archive-source': {
    en: 'its id, name or path in the container; needed where the service has several',
    id: 'id, nama, atau path-nya di kontainer; wajib bila layanannya punya beberapa',
  },
  'help.archive-verify': {
    en: 'read an archive whole again and check it',
    id: 'baca ulang seluruh arsip dan periksa',
  },
  'help.archive-restore': {
    en: 'put an archive back: services stop, what is there is kept, and rolled back unless healthy',
    id: 'kembalikan arsip: layanan berhenti, isi lama disimpan, dan dipasang lagi kalau tidak sehat',
  },
  'help.archive-remove': {
    en: 'delete an archive from this computer',
    id: 'hapus arsip dari komputer ini',
  },
  'archive.confirm-remove': {
    en: 'Delete {id} ({size}) for good? Type yes to go on: ',
    id: 'Hapus {id} ({size}) selamanya? Ketik ya untuk lanjut: ',
  },
  'archive.removed': { en: '{id} removed, {size} freed.', id: '{id} dihapus, {size} dibebaskan.' },
  'help.archive-ref': {
    en: 'id of an archive, or the beginning of one',
    id: 'id arsip, atau awalannya',
  },
  'column.where-mounted': { en: 'Folder', id: 'Folder' },
  'column.volume': { en: 'Volume', id: 'Volume' },
  'column.files': { en: 'Files', id: 'Berkas' },
  'archive.none': {
    en: 'No archive yet. Take one: ronda archive take SERVICE',
    id: 'Belum ada arsip. Ambil: ronda archive take LAYANAN',
  },
  'archive.no-sources': {
    en: 'No service of this host has a volume or folder mounted.',
    id: 'Tidak ada layanan di host ini yang memasang volume atau folder.',
  },
  'archive.taken': {
    en: 'Taken and verified: {id} ({files} files, {size})',
    id: 'Diambil dan diverifikasi: {id} ({files} berkas, {size})',
  },
  'archive.sound': { en: '{id} is whole and safe to unpack.', id: '{id} utuh dan aman dibongkar.' },
  'archive.holds-databases': {
    en: '{names} are in it: copy databases with "ronda backup", an archive of live ones is no backup of them.',
    id: '{names} ada di dalamnya: cadangkan basis data dengan "ronda backup"; arsip dari yang sedang dipakai bukan cadangannya.',
  },
  'archive.heading': {
    en: 'Restore of archive {id} into {service} on {host}',
    id: 'Pemulihan arsip {id} ke {service} di {host}',
  },
  'archive.then': {
    en: 'afterwards: {count} entries, {size}, taken {at}',
    id: 'sesudahnya: {count} entri, {size}, diambil {at}',
  },
  'archive.confirm': {
    en: 'Everything in it is replaced. Type the name of the volume ({name}) to go on: ',
    id: 'Semua isinya akan diganti. Ketik nama volumenya ({name}) untuk lanjut: ',
  },
  'archive.done': {
    en: 'Restored; {time} of downtime. What was there before is kept as archive {safety}.',
    id: 'Dipulihkan; waktu mati {time}. Isi sebelumnya disimpan sebagai arsip {safety}.',
  },
  'archive.rolled-back': {
    en: 'ROLLED BACK: {reason} The old files are in place and the service runs on them.',
    id: 'DIKEMBALIKAN: {reason} Berkas lama sudah terpasang lagi dan dipakai layanannya.',
  },
} as const;
