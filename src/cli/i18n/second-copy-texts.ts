/** Of `ronda second-copy`. */
export const secondCopyTexts = {
  'help.second-copy-group': {
    en: 'a second copy of every sound backup on another disk',
    id: 'salinan kedua setiap cadangan utuh di disk lain',
  },
  'help.second-copy-status': {
    en: 'how it stands; exit code 1 when something is wrong or due',
    id: 'keadaannya; kode keluar 1 bila ada yang salah atau belum disalin',
  },
  'help.second-copy-set': { en: 'choose the folder', id: 'pilih foldernya' },
  'help.second-copy-folder': { en: 'a folder on another disk', id: 'folder di disk lain' },
  'help.second-copy-off': {
    en: 'no second copy any more; what is there stays',
    id: 'hentikan; yang sudah ada tetap',
  },
  'help.second-copy-sync': { en: 'copy now what is due', id: 'salin sekarang yang belum' },
  'help.second-copy-verify': {
    en: 'compare every file there with its checksum',
    id: 'cocokkan setiap berkas di sana dengan checksumnya',
  },
  'second-copy.none': { en: 'There is no second copy.', id: 'Tidak ada salinan kedua.' },
  'second-copy.absent': { en: '{folder}: the disk is away', id: '{folder}: disk tidak ada' },
  'second-copy.state': {
    en: '{folder}: {held} held, {due} due, verified {when}',
    id: '{folder}: {held} tersimpan, {due} belum disalin, diverifikasi {when}',
  },
} as const;
