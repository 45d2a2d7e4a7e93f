import { defineErrors } from './define-errors.ts';

export const archiveErrors = defineErrors({
  'archive.damaged': {
    en: {
      message: 'The archive {file} is damaged: {detail}.',
      hint: 'Nothing on the server was changed. Use another backup.',
    },
    id: {
      message: 'Arsip {file} rusak: {detail}.',
      hint: 'Tidak ada yang diubah di server. Pakai cadangan lain.',
    },
  },
  'archive.hostile': {
    en: {
      message: 'The archive {file} is not safe to unpack: {detail}.',
      hint: 'Nothing on the server was changed. Find out where this archive comes from before you use it.',
    },
    id: {
      message: 'Arsip {file} tidak aman untuk dibongkar: {detail}.',
      hint: 'Tidak ada yang diubah di server. Cari tahu dulu dari mana arsip ini berasal sebelum memakainya.',
    },
  },
  'archive.unknown-source': {
    en: {
      message: '{service} on {host} has no such volume or folder mounted now.',
      hint: 'Look at what can be taken again: the containers may have changed.',
    },
    id: {
      message: '{service} di {host} sekarang tidak punya volume atau folder itu.',
      hint: 'Lihat lagi daftar yang bisa diambil: kontainernya mungkin sudah berubah.',
    },
  },
  'archive.nested-mount': {
    en: {
      message: '{path} has other mounts inside of it: {inner}.',
      hint: 'Nothing was changed. Take or restore the inner ones by themselves; this one cannot be handled as a whole.',
    },
    id: {
      message: 'Di dalam {path} ada mount lain: {inner}.',
      hint: 'Tidak ada yang diubah. Ambil atau pulihkan yang di dalam satu per satu; yang ini tidak bisa ditangani utuh.',
    },
  },
  'archive.source-failed': {
    en: {
      message: '{path} of {container} could not be read: {detail}',
      hint: 'No partial archive was kept. Look at the container and at the log of Docker.',
    },
    id: {
      message: '{path} dari {container} tidak bisa dibaca: {detail}',
      hint: 'Arsip setengah jadi tidak disimpan. Periksa kontainernya dan log Docker.',
    },
  },
  'archive.unverified': {
    en: {
      message: 'The archive was taken but failed its check: {detail}',
      hint: 'It is kept as {file}, readable with zstd and tar, and does not count as a backup: Ronda will not unpack it.',
    },
    id: {
      message: 'Arsip sudah diambil tetapi gagal diperiksa: {detail}',
      hint: 'Disimpan sebagai {file}, bisa dibaca dengan zstd dan tar, tetapi tidak dihitung sebagai cadangan: Ronda tidak akan membongkarnya.',
    },
  },
  'archive.not-found': {
    en: { message: 'This archive is not in the backup folder.', hint: 'Look at the list again.' },
    id: { message: 'Arsip ini tidak ada di folder cadangan.', hint: 'Lihat lagi daftarnya.' },
  },
  'archive.file-missing': {
    en: {
      message: 'The file {file} is not in the backup folder.',
      hint: 'Connect the disk it lies on, or use another archive.',
    },
    id: {
      message: 'Berkas {file} tidak ada di folder cadangan.',
      hint: 'Sambungkan disk tempat berkas itu, atau pakai arsip lain.',
    },
  },
  'archive.rollback-failed': {
    en: {
      message: 'The restore failed ({reason}) and could not be undone by itself: {detail}',
      hint: 'The old files lie in the same volume, in {aside}. Ronda tries again at the next connection.',
    },
    id: {
      message: 'Pemulihan gagal ({reason}) dan tidak bisa dibatalkan otomatis: {detail}',
      hint: 'Berkas lama ada di volume yang sama, di {aside}. Ronda mencoba lagi saat tersambung.',
    },
  },
  'archive.holds-databases': {
    en: {
      message:
        'This also replaces the databases {names} by what they were at that moment, perhaps in mid-write.',
      hint: 'Restore each of them from its own backup afterwards.',
    },
    id: {
      message: 'Ini juga mengganti basis data {names} dengan isinya saat itu, mungkin di tengah penulisan.',
      hint: 'Setelah itu pulihkan masing-masing dari cadangannya sendiri.',
    },
  },
  'archive.other-volume': {
    en: {
      message:
        'The archive was taken of {was}; now {now} is mounted there, and that is what would be replaced.',
      hint: 'Go on only if that is what you want.',
    },
    id: {
      message:
        'Arsip ini diambil dari {was}; sekarang yang terpasang di sana {now}, dan itulah yang akan diganti.',
      hint: 'Lanjutkan hanya kalau memang itu maksudnya.',
    },
  },
  'archive.target-full': {
    en: {
      message:
        'The volume {volume} has no room for the restored files beside the old ones ({needed} needed).',
      hint: 'The old files are in place. Free some room on the server and try again.',
    },
    id: {
      message:
        'Volume {volume} tidak cukup untuk berkas yang dipulihkan di samping yang lama (perlu {needed}).',
      hint: 'Berkas lama tetap di tempatnya. Kosongkan ruang di server, lalu coba lagi.',
    },
  },
});
