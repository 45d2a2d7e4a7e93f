import { defineErrors } from './define-errors.ts';

export const profileErrors = defineErrors({
  // The problem comes in both languages because it is found by the validator, not by this catalogue.
  'profile.nothing-found': {
    en: {
      message: 'No such Compose project was found on {host}.',
      hint: 'Look with docker compose ls -a what there is; a manual is made of containers that Compose started.',
    },
    id: {
      message: 'Proyek Compose itu tidak ada di {host}.',
      hint: 'Lihat yang ada dengan docker compose ls -a; panduan dibuat dari kontainer yang dijalankan Compose.',
    },
  },
  'profile.invalid': {
    en: {
      message: '{file}, line {line}, column {column}: {key}: {problem}',
      hint: 'Nothing was taken over. Correct that line and import the file again.',
    },
    id: {
      message: '{file}, baris {line}, kolom {column}: {key}: {problemId}',
      hint: 'Tidak ada yang diambil dari berkas ini. Perbaiki baris itu, lalu impor lagi.',
    },
  },
  'profile.unknown': {
    en: {
      message: 'There is no profile named {profile}.',
      hint: 'Import its file, or choose another profile for this host.',
    },
    id: {
      message: 'Tidak ada profil bernama {profile}.',
      hint: 'Impor berkasnya, atau pilih profil lain untuk host ini.',
    },
  },
  'profile.unreadable': {
    en: {
      message: 'The profile {file} cannot be read: {detail}',
      hint: 'The other profiles are in use. Check the permissions of the file or remove it.',
    },
    id: {
      message: 'Profil {file} tidak bisa dibaca: {detail}',
      hint: 'Profil lain tetap dipakai. Periksa izin berkas itu atau hapus.',
    },
  },
});
