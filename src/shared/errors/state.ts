import { defineErrors } from './define-errors.ts';

export const stateErrors = defineErrors({
  'state.newer-version': {
    en: {
      message: 'The state in {file} was written by a newer Ronda (schema {found}, this one knows {known}).',
      hint: 'Install the newer Ronda, or choose another home folder. The file was not changed.',
    },
    id: {
      message:
        'Data di {file} ditulis oleh Ronda versi lebih baru (skema {found}, versi ini sampai {known}).',
      hint: 'Pasang Ronda yang lebih baru, atau pilih folder lain. Berkas itu tidak diubah.',
    },
  },
  'state.damaged': {
    en: {
      message: 'The state database was damaged and has been set aside as {aside}.',
      hint: 'Ronda started with an empty state. You can bring back the automatic copy of {copy}.',
    },
    id: {
      message: 'Basis data Ronda rusak dan sudah dipindahkan ke {aside}.',
      hint: 'Ronda mulai dengan data kosong. Salinan otomatis dari {copy} bisa dikembalikan.',
    },
  },
  'state.locked': {
    en: {
      message: 'Another program holds the state database {file}.',
      hint: 'Close other tools that have this file open, then try again.',
    },
    id: {
      message: 'Program lain sedang mengunci basis data {file}.',
      hint: 'Tutup alat lain yang membuka berkas ini, lalu coba lagi.',
    },
  },
  'state.not-writable': {
    en: {
      message: 'Ronda cannot write to its home folder {folder}: {detail}',
      hint: 'Make the folder writable or free some space, or start with another one (--home FOLDER).',
    },
    id: {
      message: 'Ronda tidak bisa menulis ke folder {folder}: {detail}',
      hint: 'Beri izin tulis atau kosongkan ruang disk, atau pakai folder lain (--home FOLDER).',
    },
  },
  'state.disk-nearly-full': {
    en: {
      message: 'The disk that holds {folder} is nearly full.',
      hint: 'Free some space: without it no check, journal entry or backup can be kept.',
    },
    id: {
      message: 'Disk tempat {folder} hampir penuh.',
      hint: 'Kosongkan ruang: tanpa itu hasil pemeriksaan, jurnal, dan cadangan tidak bisa disimpan.',
    },
  },
  'state.no-copy': {
    en: {
      message: 'There is no automatic copy to bring back.',
      hint: 'Add your hosts again; backups are found again by a rescan.',
    },
    id: {
      message: 'Tidak ada salinan otomatis yang bisa dikembalikan.',
      hint: 'Tambahkan host lagi; cadangan akan ditemukan lewat pemindaian ulang.',
    },
  },
  'state.lease-held': {
    en: {
      message: '{holder} is already doing this ({resource}).',
      hint: 'Wait until it is finished, or stop it there.',
    },
    id: {
      message: '{holder} sedang mengerjakan ini ({resource}).',
      hint: 'Tunggu sampai selesai, atau hentikan di sana.',
    },
  },
  'state.settings-damaged': {
    en: {
      message: 'The settings file could not be read and has been set aside as {aside}.',
      hint: 'The last good settings are in use. Look at the file that was set aside if something is missing.',
    },
    id: {
      message: 'Berkas pengaturan tidak terbaca dan sudah dipindahkan ke {aside}.',
      hint: 'Pengaturan terakhir yang baik dipakai. Lihat berkas itu kalau ada yang hilang.',
    },
  },
});
