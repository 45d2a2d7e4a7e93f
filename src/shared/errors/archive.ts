import { defineErrors } from './define-errors.ts';

export const archiveErrors = defineErrors({
  'archive.damaged': {
    en: {
      message: 'The archive {file} is damaged: {detail}.',
      hint: 'Nothing on the server was changed. Use another backup.',
    },
    id: {
      message: 'Arsip {file} rusak: {detail}.',
      hint: 'Tidak ada yang diubah di server. Pakai cadangan lain.',
    },
  },
  'archive.hostile': {
    en: {
      message: 'The archive {file} is not safe to unpack: {detail}.',
      hint: 'Nothing on the server was changed. Find out where this archive comes from before you use it.',
    },
    id: {
      message: 'Arsip {file} tidak aman untuk dibongkar: {detail}.',
      hint: 'Tidak ada yang diubah di server. Cari tahu dulu dari mana arsip ini berasal sebelum memakainya.',
    },
  },
});
