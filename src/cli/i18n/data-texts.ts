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
} as const;
