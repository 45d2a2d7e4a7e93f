/** Of `ronda second-copy`. */
export const secondCopyTexts = {
  'help.second-copy-group': {
    en: 'a second copy of all that a rebuild needs, on another disk',
    id: 'salinan kedua semua yang perlu untuk bangun ulang, di disk lain',
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
  'help.second-copy-take-over': {
    en: 'on a new laptop: this second copy becomes the backup folder, its vault the one of this computer',
    id: 'di laptop baru: salinan kedua ini menjadi folder cadangan, brankasnya menjadi brankas komputer ini',
  },
  'second-copy.taken-over': {
    en: '{folder} is the backup folder now: {backups} database backups, {manuals} manual files taken',
    id: '{folder} kini folder cadangan: {backups} cadangan basis data, {manuals} berkas panduan diambil',
  },
  'second-copy.vault-taken': {
    en: 'The vault was taken over. Its passphrase opens it here; the recovery kit does in the window (Settings > Vault).\nThen add the server under the name it had, and run: ronda rebuild run',
    id: 'Brankas diambil alih. Kata sandinya membukanya di sini; kunci pemulihan di jendela (Pengaturan > Brankas).\nLalu tambahkan server dengan nama yang sama, dan jalankan: ronda rebuild run',
  },
  'second-copy.vault-kept': {
    en: 'The vault is the one this computer has already.',
    id: 'Brankasnya sama dengan yang sudah ada di komputer ini.',
  },
  'second-copy.vault-none': {
    en: 'There is no vault in that folder: nothing encrypted can be opened without it.',
    id: 'Tidak ada brankas di folder itu: yang terenkripsi tidak bisa dibuka tanpanya.',
  },
  'second-copy.kind-databases': { en: '{held} database backups', id: '{held} cadangan basis data' },
  'second-copy.kind-archives': { en: '{held} file archives', id: '{held} arsip berkas' },
  'second-copy.kind-images': { en: '{held} images', id: '{held} image' },
  'second-copy.kind-data': { en: '{held} JSON histories', id: '{held} riwayat JSON' },
  'second-copy.kind-vault': { en: '{held} vault (locked)', id: '{held} brankas (terkunci)' },
  'second-copy.kind-manuals': { en: '{held} manual files', id: '{held} berkas panduan' },
  'second-copy.kind-due': { en: '{line}, due {due}', id: '{line}, belum disalin {due}' },
  'second-copy.none': { en: 'There is no second copy.', id: 'Tidak ada salinan kedua.' },
  'second-copy.absent': { en: '{folder}: the disk is away', id: '{folder}: disk tidak ada' },
  'second-copy.state': {
    en: '{folder}: {held} held, {due} due, verified {when}',
    id: '{folder}: {held} tersimpan, {due} belum disalin, diverifikasi {when}',
  },
} as const;
