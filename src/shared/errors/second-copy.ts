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
  'second-copy.not-one': {
    en: {
      message: '{folder} is no second copy that Ronda made.',
      hint: 'Choose the folder that was set as second copy: ronda-second-copy.json lies in it.',
    },
    id: {
      message: '{folder} bukan salinan kedua buatan Ronda.',
      hint: 'Pilih folder yang dulu dijadikan salinan kedua: di dalamnya ada ronda-second-copy.json.',
    },
  },
  'second-copy.has-vault': {
    en: {
      message: 'This computer has a vault of its own; the one in {folder} was not taken over.',
      hint: 'Nothing was changed. Take over before you make a vault, or with another home folder (RONDA_HOME).',
    },
    id: {
      message: 'Komputer ini sudah punya brankas sendiri; brankas di {folder} tidak diambil alih.',
      hint: 'Tidak ada yang diubah. Ambil alih sebelum membuat brankas, atau pakai folder Ronda lain (RONDA_HOME).',
    },
  },
  'second-copy.vault-damaged': {
    en: {
      message: 'The vault in {folder} is damaged.',
      hint: 'Nothing was changed. Look for another copy of vault.json and put it there.',
    },
    id: {
      message: 'Brankas di {folder} rusak.',
      hint: 'Tidak ada yang diubah. Cari salinan vault.json yang lain lalu taruh di sana.',
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
