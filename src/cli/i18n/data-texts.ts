/** Of `ronda data`. */
export const dataTexts = {
  'help.data-group': {
    en: 'JSON data of the services as commits of a Git repository in the backup folder',
    id: 'data JSON layanan sebagai commit di repositori Git dalam folder cadangan',
  },
  'help.data-snapshot': {
    en: 'commit what has changed since the last time',
    id: 'commit yang berubah sejak terakhir kali',
  },
  'help.data-history': { en: 'the commits, newest first', id: 'daftar commit, terbaru dulu' },
  'help.data-show': {
    en: 'the files of a commit, or one of them as it was',
    id: 'berkas pada sebuah commit, atau isi salah satunya saat itu',
  },
  'help.data-commit': { en: 'a commit, or the beginning of one', id: 'commit, atau awalannya' },
  'help.data-path': { en: 'path of the file, as the list names it', id: 'path berkas, seperti di daftar' },
  'help.data-plan-restore': {
    en: 'what putting files of a commit back would do; touches nothing',
    id: 'apa yang terjadi kalau berkas sebuah commit dikembalikan; tidak menyentuh apa pun',
  },
  'help.data-restore': {
    en: 'put files back as they were at a commit: the service stops, and is rolled back unless healthy',
    id: 'kembalikan berkas seperti pada sebuah commit: layanan berhenti, dan isi lama dipasang lagi kalau tidak sehat',
  },
  'help.data-what': {
    en: 'files, or folders of files, as "ronda data show" lists them; all of one volume',
    id: 'berkas atau folder seperti di daftar "ronda data show"; semua dari satu volume',
  },
  'help.data-set-remote': {
    en: 'where the commits are pushed to, unencrypted; "none" for nowhere',
    id: 'ke mana commit dikirim (push), tanpa enkripsi; "none" untuk tidak ke mana-mana',
  },
  'help.data-remote-url': {
    en: 'https://host/path, ssh://user@host/path or git@host:path, without any password',
    id: 'https://host/path, ssh://user@host/path, atau git@host:path, tanpa sandi',
  },
  'help.data-push': {
    en: 'push the commits to the remote; never forces',
    id: 'kirim commit ke remote; tidak pernah memaksa',
  },
  'column.commit': { en: 'Commit', id: 'Commit' },
  'column.change': { en: 'Change', id: 'Perubahan' },
  'data.committed': {
    en: 'Committed {commit}: {files} files are kept.',
    id: 'Commit {commit}: {files} berkas tersimpan.',
  },
  'data.unchanged': {
    en: 'Nothing has changed; {files} files are kept.',
    id: 'Tidak ada perubahan; {files} berkas tersimpan.',
  },
  'data.broken': { en: 'broken JSON, kept as it is: {path}', id: 'JSON rusak, disimpan apa adanya: {path}' },
  'data.left-out': { en: 'left out: {path}', id: 'tidak ikut: {path}' },
  'data.unread': {
    en: 'not read, no container: {service}',
    id: 'tidak dibaca, tidak ada kontainer: {service}',
  },
  'data.none': {
    en: 'No commit yet. Make one: ronda data snapshot',
    id: 'Belum ada commit. Buat: ronda data snapshot',
  },
  'data.heading': {
    en: 'Files of commit {commit} back into {service} on {host}',
    id: 'Berkas commit {commit} kembali ke {service} di {host}',
  },
  'data.changes': { en: 'changes', id: 'berubah' },
  'data.appears': { en: 'appears', id: 'muncul lagi' },
  'data.stay': {
    en: 'already as they were then: {count}',
    id: 'sudah sama dengan waktu itu: {count}',
  },
  'data.confirm': {
    en: 'Only these files are replaced. Type the name of the volume ({name}) to go on: ',
    id: 'Hanya berkas-berkas ini yang diganti. Ketik nama volumenya ({name}) untuk lanjut: ',
  },
  'data.restored': {
    en: 'Put back; {time} of downtime. What was there before is commit {safety}.',
    id: 'Sudah dikembalikan; waktu mati {time}. Isi sebelumnya tersimpan di commit {safety}.',
  },
  'data.confirm-remote': {
    en: 'Names, phone numbers and NIK in the JSON go to {url} UNENCRYPTED; whoever may read that repository reads them. Type yes to go on: ',
    id: 'Nama, nomor telepon, dan NIK dalam JSON dikirim ke {url} TANPA ENKRIPSI; siapa pun yang bisa membuka repositori itu bisa membacanya. Ketik ya untuk lanjut: ',
  },
  'data.remote-set': {
    en: 'Commits are pushed to {url} from now on, after each scheduled round and by: ronda data push',
    id: 'Mulai sekarang commit dikirim ke {url}, tiap selesai putaran terjadwal dan lewat: ronda data push',
  },
  'data.remote-gone': {
    en: 'Commits are not pushed anywhere any more. What the remote has stays there.',
    id: 'Commit tidak lagi dikirim ke mana pun. Yang sudah ada di remote tetap di sana.',
  },
  'data.pushed': { en: 'Pushed {commit} to {url}.', id: '{commit} sudah dikirim ke {url}.' },
  'data.all-pushed': {
    en: '{url} has everything.',
    id: '{url} sudah punya semuanya.',
  },
  'data.not-pushed': {
    en: '{url} does not have the newest commits yet: ronda data push',
    id: '{url} belum punya commit terbaru: ronda data push',
  },
} as const;
