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
  'env.no-dotenv-name': {
    en: {
      message: 'A dotenv file cannot hold a key named {name}.',
      hint: 'Export it as an import file for a password manager instead.',
    },
    id: {
      message: 'Berkas dotenv tidak bisa memuat kunci bernama {name}.',
      hint: 'Ekspor saja sebagai berkas impor untuk pengelola kata sandi.',
    },
  },
  'env.bad-recipient': {
    en: {
      message: 'That is no recipient of age.',
      hint: 'Give the public key, the line that begins with age1; never the secret one.',
    },
    id: {
      message: 'Itu bukan penerima age.',
      hint: 'Isi kunci publiknya, baris yang diawali age1; jangan pernah kunci rahasianya.',
    },
  },
  'env.passphrases-differ': {
    en: {
      message: 'The two passphrases are not the same.',
      hint: 'Nothing was written. Try again; what is encrypted by a mistyped passphrase is lost.',
    },
    id: {
      message: 'Kedua frasa sandi tidak sama.',
      hint: 'Belum ada yang ditulis. Coba lagi; berkas dengan frasa sandi salah ketik tidak bisa dibuka.',
    },
  },
  'env.plain-unconfirmed': {
    en: {
      message: 'An import file for Bitwarden is not encrypted: whoever has it can read every value.',
      hint: 'Nothing was written. Say that a plain file is meant, import it at once and delete it.',
    },
    id: {
      message:
        'Berkas impor Bitwarden tidak dienkripsi: siapa pun yang memegangnya bisa membaca semua nilai.',
      hint: 'Belum ada yang ditulis. Nyatakan bahwa memang mau berkas polos, lalu segera impor dan hapus berkasnya.',
    },
  },
  'env.nothing-to-export': {
    en: {
      message: 'There is nothing to export: no key is kept there.',
      hint: 'Take a snapshot first, or choose another one.',
    },
    id: {
      message: 'Tidak ada yang bisa diekspor: tidak ada kunci tersimpan di situ.',
      hint: 'Buat snapshot dulu, atau pilih yang lain.',
    },
  },
  'env.file-exists': {
    en: {
      message: '{file} is there already and was not touched.',
      hint: 'Choose a new name for the export.',
    },
    id: { message: '{file} sudah ada dan dibiarkan.', hint: 'Pilih nama baru untuk berkas ekspor.' },
  },
  'env.not-written': {
    en: {
      message: '{file} could not be written: {detail}',
      hint: 'Choose a folder that exists and is yours, with its whole path.',
    },
    id: {
      message: '{file} tidak bisa ditulis: {detail}',
      hint: 'Pilih folder yang ada dan milik Anda, dengan path lengkap.',
    },
  },
  'env.not-restorable': {
    en: {
      message: 'That snapshot of {name} holds no file that could be put back.',
      hint: 'Only .env files are put back. A service gets its environment from Compose: change it there.',
    },
    id: {
      message: 'Snapshot {name} itu tidak berisi berkas yang bisa dikembalikan.',
      hint: 'Hanya berkas .env yang bisa dikembalikan. Environment layanan berasal dari Compose: ubah di sana.',
    },
  },
  'env.nothing-runs': {
    en: {
      message: 'No container of the services of {host} is there.',
      hint: 'A file is put back with the help of their images. Start the services first, or export the snapshot.',
    },
    id: {
      message: 'Tidak ada kontainer layanan {host} di sana.',
      hint: 'Berkas dikembalikan lewat image layanan. Jalankan dulu layanannya, atau ekspor snapshot-nya.',
    },
  },
  'env.plan-outdated': {
    en: {
      message: 'The file has changed since this plan was shown.',
      hint: 'Nothing was done. Look at the new plan.',
    },
    id: {
      message: 'Berkasnya berubah sejak rencana ini ditampilkan.',
      hint: 'Belum ada yang dilakukan. Lihat rencana barunya.',
    },
  },
  'env.differs': {
    en: {
      message: 'What was read back of {path} is not what was written.',
      hint: 'Something else writes to this file. Find out what, then try again.',
    },
    id: {
      message: 'Isi {path} yang dibaca ulang tidak sama dengan yang ditulis.',
      hint: 'Ada yang lain menulis berkas ini. Cari tahu dulu, lalu coba lagi.',
    },
  },
  'env.restore-failed': {
    en: {
      message: '{path} could neither be put back nor be left as it was: {detail}',
      hint: 'Look at the file on the server before you start anything. What stood there is the newest snapshot in the vault.',
    },
    id: {
      message: '{path} tidak bisa dikembalikan dan tidak bisa dipulihkan seperti semula: {detail}',
      hint: 'Periksa berkas itu di server sebelum menjalankan apa pun. Isi sebelumnya ada di snapshot terbaru di brankas.',
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
