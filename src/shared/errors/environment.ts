import { defineErrors } from './define-errors.ts';

export const environmentErrors = defineErrors({
  'env.damaged': {
    en: {
      message: 'What the vault holds of the environment of {host} cannot be read.',
      hint: 'Nothing was changed. Put back a copy of the vault file, or start Ronda in the version that wrote it.',
    },
    id: {
      message: 'Riwayat environment {host} di brankas tidak terbaca.',
      hint: 'Tidak ada yang diubah. Kembalikan salinan berkas brankas, atau pakai versi Ronda yang menulisnya.',
    },
  },
  'env.unknown': {
    en: {
      message: 'No such snapshot of an environment is kept.',
      hint: 'Look at the history again: the oldest snapshots give way to new ones.',
    },
    id: {
      message: 'Snapshot environment itu tidak tersimpan.',
      hint: 'Lihat lagi riwayatnya: snapshot terlama diganti oleh yang baru.',
    },
  },
  'env.unknown-name': {
    en: { message: 'In that snapshot there is no key {name}.', hint: 'Look at the names of that snapshot.' },
    id: { message: 'Pada snapshot itu tidak ada kunci {name}.', hint: 'Lihat nama-nama di snapshot itu.' },
  },
  'env.unknown-history': {
    en: {
      message: 'No history of an environment is called {name}.',
      hint: 'Kept are: {known}. Take a snapshot first when it is missing: ronda env snapshot',
    },
    id: {
      message: 'Tidak ada riwayat environment bernama {name}.',
      hint: 'Yang ada: {known}. Kalau belum ada, buat snapshot dulu: ronda env snapshot',
    },
  },
  'env.not-a-file': {
    en: {
      message: '{path} is no plain text file of at most 64 KiB.',
      hint: 'Only plain files of UTF-8 text are kept and put back: no links, no folders.',
    },
    id: {
      message: '{path} bukan berkas teks biasa berukuran paling besar 64 KiB.',
      hint: 'Hanya berkas teks UTF-8 biasa yang disimpan dan dikembalikan, bukan tautan atau folder.',
    },
  },
  'env.too-large': {
    en: {
      message: 'The environment of {service} is larger than 64 KiB.',
      hint: 'Keep large texts in files and name only their paths in the environment.',
    },
    id: {
      message: 'Environment {service} lebih besar dari 64 KiB.',
      hint: 'Simpan teks besar dalam berkas dan sebutkan path-nya saja di environment.',
    },
  },
  'env.too-many': {
    en: {
      message: 'There are already {count} histories of this host: {name} was left out.',
      hint: 'Check which Compose projects of the server name so many .env files.',
    },
    id: {
      message: 'Sudah ada {count} riwayat untuk host ini: {name} tidak ikut.',
      hint: 'Periksa proyek Compose mana di server yang menyebut begitu banyak berkas .env.',
    },
  },
  'env.not-read': {
    en: {
      message: '{what} could not be read: {detail}',
      hint: 'Its last snapshot is still kept. Check the server, then take a snapshot again.',
    },
    id: {
      message: '{what} tidak bisa dibaca: {detail}',
      hint: 'Snapshot terakhirnya tetap tersimpan. Periksa server, lalu buat snapshot lagi.',
    },
  },
});
