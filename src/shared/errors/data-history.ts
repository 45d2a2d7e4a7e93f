import { defineErrors } from './define-errors.ts';

export const dataHistoryErrors = defineErrors({
  'data.no-git': {
    en: {
      message: 'The history of JSON data needs git, which is not installed on this computer.',
      hint: 'Install git (https://git-scm.com) so that it is found in the PATH, then start Ronda again.',
    },
    id: {
      message: 'Riwayat data JSON memerlukan git, yang belum terpasang di komputer ini.',
      hint: 'Pasang git (https://git-scm.com) sampai ditemukan di PATH, lalu buka Ronda lagi.',
    },
  },
  'data.no-file': {
    en: { message: 'At that commit there is no such file.', hint: 'Look at the history again.' },
    id: { message: 'Pada commit itu tidak ada berkas tersebut.', hint: 'Lihat lagi riwayatnya.' },
  },
  'data.several-folders': {
    en: {
      message: 'At that commit the service has files in several folders: {folders}.',
      hint: 'Choose the files of one of them.',
    },
    id: {
      message: 'Pada commit itu berkas layanan ini ada di beberapa folder: {folders}.',
      hint: 'Pilih berkas dari salah satunya saja.',
    },
  },
  'data.no-place': {
    en: {
      message: '{path} cannot be put back: {detail}.',
      hint: 'Nothing was changed. Look at what stands there on the server, or leave this file out.',
    },
    id: {
      message: '{path} tidak bisa dikembalikan: {detail}.',
      hint: 'Tidak ada yang diubah. Periksa apa yang ada di tempat itu di server, atau jangan ikutkan berkas ini.',
    },
  },
  'data.nothing-to-restore': {
    en: {
      message: 'These files are already as they were at that commit.',
      hint: 'Nothing was stopped or changed. Choose another commit.',
    },
    id: {
      message: 'Isi berkas-berkas ini sudah sama dengan commit itu.',
      hint: 'Tidak ada yang dihentikan atau diubah. Pilih commit lain.',
    },
  },
  'data.was-broken': {
    en: {
      message: 'Broken JSON at that commit: {names}.',
      hint: 'The service may not start on it; then what is there now is put back by itself.',
    },
    id: {
      message: 'Pada commit itu JSON-nya rusak: {names}.',
      hint: 'Layanannya mungkin gagal jalan; kalau begitu isi sekarang dipasang lagi otomatis.',
    },
  },
});
