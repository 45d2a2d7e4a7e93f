import { defineErrors } from './define-errors.ts';

export const configurationErrors = defineErrors({
  'config.damaged': {
    en: {
      message: 'What the vault holds of the configuration files of {host} cannot be read.',
      hint: 'Nothing was changed. Put back a copy of the vault file, or start Ronda in the version that wrote it.',
    },
    id: {
      message: 'Riwayat berkas konfigurasi {host} di brankas tidak terbaca.',
      hint: 'Tidak ada yang diubah. Kembalikan salinan berkas brankas, atau pakai versi Ronda yang menulisnya.',
    },
  },
  'config.unknown': {
    en: {
      message: 'No such snapshot of a configuration file is kept.',
      hint: 'Look at the history again: the oldest snapshots give way to new ones.',
    },
    id: {
      message: 'Snapshot berkas konfigurasi itu tidak tersimpan.',
      hint: 'Lihat lagi riwayatnya: snapshot terlama diganti oleh yang baru.',
    },
  },
  'config.unknown-file': {
    en: {
      message: 'No configuration file that is kept is called {name}.',
      hint: 'Kept are: {known}. Look first when it is missing: ronda config snapshot',
    },
    id: {
      message: 'Tidak ada berkas konfigurasi tersimpan bernama {name}.',
      hint: 'Yang ada: {known}. Kalau belum ada, periksa dulu: ronda config snapshot',
    },
  },
  'config.not-a-file': {
    en: {
      message: '{path} is no plain file of at most 1 MiB.',
      hint: 'No links, no folders and nothing larger is kept or replaced. Data that grows is kept as an archive.',
    },
    id: {
      message: '{path} bukan berkas biasa berukuran paling besar 1 MiB.',
      hint: 'Tautan, folder, dan berkas yang lebih besar tidak disimpan atau diganti. Data yang terus membesar disimpan sebagai arsip.',
    },
  },
  'config.bad-path': {
    en: {
      message: '{path} is no path that is read.',
      hint: 'A label or a mount of a container names it. Only whole paths without special characters are read.',
    },
    id: {
      message: '{path} bukan path yang boleh dibaca.',
      hint: 'Disebut oleh label atau mount sebuah kontainer. Hanya path lengkap tanpa karakter khusus yang dibaca.',
    },
  },
  'config.no-home': {
    en: {
      message: 'Where {path} lies is not known: the server does not tell the home folder of your user.',
      hint: 'Write the whole path into the manual. Over an engine’s TCP port no home folder can be asked for.',
    },
    id: {
      message: 'Letak {path} tidak diketahui: server tidak menyebut folder home pengguna Anda.',
      hint: 'Tulis path lengkapnya di buku panduan. Lewat port TCP engine, folder home tidak bisa ditanyakan.',
    },
  },
  'config.too-many': {
    en: {
      message: 'There are already {count} configuration files of this host: {path} was left out.',
      hint: 'Check which containers and folders of nginx bring so many files.',
    },
    id: {
      message: 'Sudah ada {count} berkas konfigurasi untuk host ini: {path} tidak ikut.',
      hint: 'Periksa kontainer dan folder nginx mana yang membawa begitu banyak berkas.',
    },
  },
  'config.too-large': {
    en: {
      message: 'The vault has no room left for {path}.',
      hint: 'All configuration files of a host may take 8 MiB there, packed. Keep large files as an archive instead.',
    },
    id: {
      message: 'Tidak ada tempat lagi di brankas untuk {path}.',
      hint: 'Semua berkas konfigurasi satu host boleh memakai 8 MiB di sana setelah dipadatkan. Simpan berkas besar sebagai arsip saja.',
    },
  },
  'config.not-text': {
    en: {
      message: 'Snapshot {snapshot} of {path} is no text, or the file was not there.',
      hint: 'A file that is no text is kept and put back byte for byte all the same.',
    },
    id: {
      message: 'Snapshot {snapshot} dari {path} bukan teks, atau berkasnya waktu itu tidak ada.',
      hint: 'Berkas yang bukan teks tetap disimpan dan dikembalikan apa adanya.',
    },
  },
  'config.not-restorable': {
    en: {
      message: 'In snapshot {snapshot} {path} was not there.',
      hint: 'Choose a snapshot that holds the file.',
    },
    id: {
      message: 'Pada snapshot {snapshot}, {path} tidak ada.',
      hint: 'Pilih snapshot yang berisi berkasnya.',
    },
  },
  'config.no-folder': {
    en: {
      message: '{folder}, the folder of {path}, is not on the server.',
      hint: 'Nothing was changed. Install what it belongs to, or make the folder with the owner it should have; then plan again.',
    },
    id: {
      message: '{folder}, folder untuk {path}, tidak ada di server.',
      hint: 'Tidak ada yang diubah. Pasang dulu programnya, atau buat foldernya dengan pemilik yang benar, lalu buat rencana lagi.',
    },
  },
  'config.no-image': {
    en: {
      message: 'Docker on {host} has no image at all.',
      hint: 'A file is read and put back with the help of one. Load an image first: ronda image load',
    },
    id: {
      message: 'Docker di {host} tidak punya image sama sekali.',
      hint: 'Berkas dibaca dan dikembalikan lewat sebuah image. Muat dulu satu: ronda image load',
    },
  },
});
