import { defineErrors } from './define-errors.ts';

export const commonErrors = defineErrors({
  'common.unexpected': {
    en: {
      message: 'Something unexpected went wrong: {detail}',
      hint: 'Nothing more was done. Try again; if it happens again, send the log file to a developer.',
    },
    id: {
      message: 'Terjadi kesalahan yang tidak terduga: {detail}',
      hint: 'Proses dihentikan. Coba lagi; kalau terulang, kirim berkas log ke pengembang.',
    },
  },
  'common.cancelled': {
    en: { message: 'Cancelled.', hint: 'Nothing was changed. Start it again when you are ready.' },
    id: { message: 'Dibatalkan.', hint: 'Tidak ada yang berubah. Mulai lagi kalau sudah siap.' },
  },
  'common.timeout': {
    en: {
      message: '{what} took longer than {seconds} s.',
      hint: 'Check the connection and the load of the server, then try again.',
    },
    id: {
      message: '{what} memakan waktu lebih dari {seconds} detik.',
      hint: 'Periksa koneksi dan beban server, lalu coba lagi.',
    },
  },
  'common.invalid-input': {
    en: {
      message: 'This value cannot be used: {field}: {problem}',
      hint: 'Correct the field and try again.',
    },
    id: {
      message: 'Nilai ini tidak bisa dipakai: {field}: {problem}',
      hint: 'Perbaiki isian itu lalu coba lagi.',
    },
  },
  'common.unknown-operation': {
    en: {
      message: 'There is no operation named {name}.',
      hint: 'The window and the program may be of different versions: restart Ronda.',
    },
    id: {
      message: 'Tidak ada operasi bernama {name}.',
      hint: 'Versi jendela dan program mungkin berbeda: jalankan ulang Ronda.',
    },
  },
  'common.refused-caller': {
    en: {
      message: 'A call from an unknown page was refused.',
      hint: 'Restart Ronda. If it happens again, report it.',
    },
    id: {
      message: 'Panggilan dari halaman yang tidak dikenal ditolak.',
      hint: 'Jalankan ulang Ronda. Kalau terulang, laporkan.',
    },
  },
  'common.not-found': {
    en: { message: '{what} is no longer there.', hint: 'The view has been refreshed; choose again.' },
    id: { message: '{what} sudah tidak ada.', hint: 'Tampilan sudah diperbarui; pilih lagi.' },
  },
  'common.needs-window': {
    en: {
      message: 'This can only be done in the window.',
      hint: 'Open Ronda with npm start and do it there.',
    },
    id: {
      message: 'Ini hanya bisa dilakukan di jendela Ronda.',
      hint: 'Buka Ronda dengan npm start lalu lakukan di sana.',
    },
  },
});
