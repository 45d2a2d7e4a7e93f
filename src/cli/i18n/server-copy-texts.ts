/** Of `ronda server-copy`. */
export const serverCopyTexts = {
  'help.server-copy-group': {
    en: 'the copies that a server makes by itself each day',
    id: 'salinan yang dibuat server sendiri setiap hari',
  },
  'help.server-copy-plan': {
    en: 'show everything that setting them up would write and run',
    id: 'tampilkan semua yang akan ditulis dan dijalankan saat dipasang',
  },
  'help.server-copy-place': { en: 'set them up, or update them', id: 'pasang, atau perbarui' },
  'help.server-copy-status': {
    en: 'how they stand; exit code 1 when something is wrong',
    id: 'keadaannya sekarang; kode keluar 1 bila ada yang salah',
  },
  'help.server-copy-fetch': {
    en: 'fetch and verify the newest copy of each database',
    id: 'ambil dan verifikasi salinan terbaru tiap basis data',
  },
  'help.server-copy-remove': { en: 'stop them', id: 'hentikan' },
  'help.server-copy-at': { en: "when, by the server's clock", id: 'pukul berapa, menurut jam server' },
  'help.server-copy-keep': {
    en: 'how many of each database stay on the server',
    id: 'berapa salinan per basis data yang disimpan di server',
  },
  'help.server-copy-with-copies': {
    en: 'delete the copies on the server too',
    id: 'hapus juga salinan di server',
  },
  'server-copy.confirm': {
    en: 'Set this up on {name}? Type yes: ',
    id: 'Pasang di {name}? Ketik ya: ',
  },
  'server-copy.confirm-remove': {
    en: 'Stop the copies on {name}? Type yes: ',
    id: 'Hentikan salinan di {name}? Ketik ya: ',
  },
  'server-copy.crontab': { en: 'Lines added to the crontab:', id: 'Baris yang ditambahkan ke crontab:' },
  'server-copy.commands': { en: 'Commands on the server:', id: 'Perintah di server:' },
  'server-copy.left-out': {
    en: 'Left out, for control characters in its name: {database}',
    id: 'Dilewati, karena namanya berisi karakter kontrol: {database}',
  },
  'server-copy.absent': { en: '{name}: no copies by itself', id: '{name}: tidak menyalin sendiri' },
  'server-copy.state': {
    en: '{name}: {state}, last run {when}',
    id: '{name}: {state}, terakhir berjalan {when}',
  },
  'server-copy.fetched': { en: '{file}: fetched and verified', id: '{file}: diambil dan diverifikasi' },
  'server-copy.nothing-new': { en: 'Nothing new to fetch.', id: 'Tidak ada yang baru untuk diambil.' },
} as const;
