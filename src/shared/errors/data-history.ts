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
  'data.bundle-damaged': {
    en: {
      message: 'The history of JSON data is damaged and was not taken over: {file}',
      hint: 'Nothing was made in its place. Take it from another copy, or move this file away to begin a new history.',
    },
    id: {
      message: 'Riwayat data JSON rusak dan tidak diambil alih: {file}',
      hint: 'Tidak ada yang dibuat sebagai gantinya. Ambil dari salinan lain, atau pindahkan berkas ini untuk memulai riwayat baru.',
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
  'data.remote-invalid': {
    en: {
      message: 'This address cannot be used as a remote: {detail}.',
      hint: 'Use https://host/path, ssh://user@host/path or git@host:path, without password or token: git asks its credential helper, ssh its agent.',
    },
    id: {
      message: 'Alamat ini tidak bisa dipakai sebagai remote: {detail}.',
      hint: 'Pakai https://host/path, ssh://user@host/path, atau git@host:path, tanpa sandi atau token: git memakai credential helper-nya, ssh memakai agent-nya.',
    },
  },
  'data.remote-unconfirmed': {
    en: {
      message: 'The data would leave this computer unencrypted, and that was not confirmed for this address.',
      hint: 'Names, phone numbers and NIK of residents lie in it. Confirm it only for a repository that nobody else reads.',
    },
    id: {
      message: 'Data akan keluar dari komputer ini tanpa enkripsi, dan itu belum disetujui untuk alamat ini.',
      hint: 'Isinya nama, nomor telepon, dan NIK warga. Setujui hanya untuk repositori yang tidak dibaca orang lain.',
    },
  },
  'data.no-remote': {
    en: {
      message: 'No remote is set for the JSON data of this server.',
      hint: 'Set one first; nothing was pushed.',
    },
    id: {
      message: 'Belum ada remote untuk data JSON server ini.',
      hint: 'Atur dulu remotenya; tidak ada yang dikirim.',
    },
  },
  'data.push-diverged': {
    en: {
      message: 'The remote has commits on main that are not in this history.',
      hint: 'Nothing there was overwritten: Ronda never forces. Use an empty repository, or move that branch aside there.',
    },
    id: {
      message: 'Di branch main remote ada commit yang tidak ada di riwayat ini.',
      hint: 'Tidak ada yang ditimpa di sana: Ronda tidak pernah memaksa. Pakai repositori kosong, atau pindahkan dulu branch itu.',
    },
  },
  'data.push-failed': {
    en: {
      message: 'The push did not succeed: {detail}',
      hint: 'Your commits are safe here. Reach the remote once with git or ssh in a terminal: Ronda asks for no password and accepts no unknown host key.',
    },
    id: {
      message: 'Push tidak berhasil: {detail}',
      hint: 'Commit di sini tetap aman. Coba dulu hubungi remote itu dengan git atau ssh di terminal: Ronda tidak meminta sandi dan tidak menerima kunci host yang belum dikenal.',
    },
  },
});
