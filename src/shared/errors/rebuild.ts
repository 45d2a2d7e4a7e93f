import { defineErrors } from './define-errors.ts';

export const rebuildErrors = defineErrors({
  'rebuild.no-kit': {
    en: {
      message: 'Nothing is known of how {host} is put together.',
      hint: 'Prepare the rebuild while the server is there: its containers, volumes and files are then kept in the vault.',
    },
    id: {
      message: 'Belum diketahui bagaimana {host} disusun.',
      hint: 'Siapkan bangun ulang selagi servernya ada: kontainer, volume, dan berkasnya disimpan di brankas.',
    },
  },
  'rebuild.nothing-runs': {
    en: {
      message: 'No container of the services of {host} is there.',
      hint: 'Start the services first, or check the project in the profile.',
    },
    id: {
      message: 'Tidak ada kontainer layanan {host} di sana.',
      hint: 'Jalankan dulu layanannya, atau periksa project di profil.',
    },
  },
  'rebuild.incomplete': {
    en: {
      message: 'These images are not on this computer: {names}.',
      hint: 'Save them while the server still has them; without them nothing can be started.',
    },
    id: {
      message: 'Image ini tidak ada di komputer ini: {names}.',
      hint: 'Simpan selagi server masih memilikinya; tanpanya tidak ada yang bisa dijalankan.',
    },
  },
  'rebuild.not-empty': {
    en: {
      message: '{host} is not empty: {names}.',
      hint: 'A rebuild replaces nothing. Choose an empty engine, or remove these by hand when you are sure.',
    },
    id: {
      message: '{host} tidak kosong: {names}.',
      hint: 'Bangun ulang tidak menimpa apa pun. Pilih engine yang kosong, atau hapus sendiri kalau sudah yakin.',
    },
  },
  'rebuild.leftover-runs': {
    en: {
      message: 'An interrupted rebuild had begun to start the services of {host}, and some run.',
      hint: 'They are removed with their data and built again: what was written there since then is lost. Back it up first if it matters.',
    },
    id: {
      message:
        'Bangun ulang yang terputus sudah mulai menjalankan layanan {host}, dan sebagian masih berjalan.',
      hint: 'Semuanya dihapus beserta datanya lalu dibangun lagi: yang ditulis sejak itu hilang. Cadangkan dulu kalau penting.',
    },
  },
  'rebuild.gap': {
    en: {
      message: 'There is no backup of {name}: it will begin empty.',
      hint: 'Look for another copy before you go on: a second copy, a USB stick, an older laptop.',
    },
    id: {
      message: 'Tidak ada cadangan {name}: isinya akan kosong.',
      hint: 'Cari dulu salinan lain sebelum lanjut: salinan kedua, flashdisk, laptop lama.',
    },
  },
  'rebuild.other-profile': {
    en: {
      message: '{host} is run by another manual: its checks will not fit.',
      hint: 'Give it the same manual first, so that all checks can turn green.',
    },
    id: {
      message: '{host} memakai buku panduan lain: pemeriksaannya tidak akan cocok.',
      hint: 'Beri dulu buku panduan yang sama, supaya semua pemeriksaan bisa hijau.',
    },
  },
  'rebuild.by-hand': {
    en: {
      message: 'Outside of Docker and not rebuilt: {names}.',
      hint: 'Set these up by hand; their files that were kept are put in place.',
    },
    id: {
      message: 'Di luar Docker dan tidak ikut dibangun: {names}.',
      hint: 'Pasang sendiri; berkasnya yang tersimpan akan diletakkan di tempatnya.',
    },
  },
  'rebuild.plan-outdated': {
    en: {
      message: 'Something has changed since this plan was shown.',
      hint: 'Nothing was done. Look at the new plan.',
    },
    id: {
      message: 'Ada yang berubah sejak rencana ini ditampilkan.',
      hint: 'Belum ada yang dilakukan. Lihat rencana barunya.',
    },
  },
  'rebuild.failed': {
    en: {
      message: 'The rebuild of {host} failed at {step}: {detail}',
      hint: 'What it had made there is removed again; loaded images stay. Nothing on this computer was changed.',
    },
    id: {
      message: 'Bangun ulang {host} gagal pada {step}: {detail}',
      hint: 'Yang sudah dibuat di sana dihapus lagi; image yang sudah dimuat tetap ada. Komputer ini tidak berubah.',
    },
  },
  'rebuild.interrupted': {
    en: {
      message: 'The connection to {host} was lost during: {step}.',
      hint: 'What is half done is removed by the next rebuild onto that server, before it begins.',
    },
    id: {
      message: 'Koneksi ke {host} terputus saat: {step}.',
      hint: 'Yang setengah jadi dihapus oleh bangun ulang berikutnya ke server itu, sebelum mulai.',
    },
  },
});
