import { defineErrors } from './define-errors.ts';

export const secondCopyErrors = defineErrors({
  'second-copy.absent': {
    en: {
      message: 'The second folder {folder} is not there.',
      hint: 'Plug the disk in, or choose the folder again if this is another disk.',
    },
    id: {
      message: 'Folder kedua {folder} tidak ada.',
      hint: 'Sambungkan disknya, atau pilih lagi foldernya kalau ini disk lain.',
    },
  },
  'second-copy.same-folder': {
    en: {
      message: '{folder} is the backup folder itself.',
      hint: 'Choose a folder on another disk: a second copy on the same one is lost with it.',
    },
    id: {
      message: '{folder} adalah folder cadangan itu sendiri.',
      hint: 'Pilih folder di disk lain: salinan kedua di disk yang sama ikut hilang bersamanya.',
    },
  },
  'second-copy.unreadable': {
    en: {
      message: 'The second folder {folder} cannot be used: {detail}',
      hint: 'Check that the disk is writable and that the folder exists.',
    },
    id: {
      message: 'Folder kedua {folder} tidak bisa dipakai: {detail}',
      hint: 'Pastikan disknya bisa ditulisi dan foldernya ada.',
    },
  },
  'second-copy.differs': {
    en: {
      message: 'What was copied to {folder} came back different: {file}',
      hint: 'The copy was removed. The stick may be failing; use another one.',
    },
    id: {
      message: 'Hasil salinan di {folder} berbeda saat dibaca ulang: {file}',
      hint: 'Salinannya dihapus. Stik mungkin mulai rusak; pakai yang lain.',
    },
  },
});
