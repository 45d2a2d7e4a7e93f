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
});
