import { defineErrors } from './define-errors.ts';

/** Of whatever Ronda places on a server to be started by the server itself. */
export const serverTaskErrors = defineErrors({
  'server-task.home-unusable': {
    en: {
      message: 'The home folder of the user on the server cannot be used: {home}',
      hint: 'Sign in as a user whose home has an ordinary path and can be written to.',
    },
    id: {
      message: 'Folder home pengguna di server tidak bisa dipakai: {home}',
      hint: 'Masuk sebagai pengguna yang home-nya punya path biasa dan bisa ditulisi.',
    },
  },
  'server-task.plan-changed': {
    en: {
      message: 'Something changed since the plan was shown; nothing was done.',
      hint: 'Look at the new plan and confirm that one.',
    },
    id: {
      message: 'Ada yang berubah sejak rencana ditampilkan; tidak ada yang dilakukan.',
      hint: 'Lihat rencana yang baru, lalu setujui yang itu.',
    },
  },
  'server-task.server-failed': {
    en: {
      message: 'The server could not {what}: {detail}',
      hint: 'What had been changed was put back. Mend it on the server, then try again.',
    },
    id: {
      message: 'Server gagal saat {what}: {detail}',
      hint: 'Yang sempat diubah sudah dikembalikan. Perbaiki di server, lalu coba lagi.',
    },
  },
  'server-task.not-verified': {
    en: {
      message: '{file} on the server is not what was written.',
      hint: 'What had been changed was put back. The disk of the server may be full or damaged.',
    },
    id: {
      message: '{file} di server tidak sama dengan yang ditulis.',
      hint: 'Yang sempat diubah sudah dikembalikan. Disk server mungkin penuh atau rusak.',
    },
  },
});
