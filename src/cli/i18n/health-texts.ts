/** Of `ronda silence` and `ronda uptime`. */
export const healthTexts = {
  'help.silence-group': {
    en: 'times in which nobody is called: once, or as a maintenance window',
    id: 'waktu tanpa panggilan: sekali, atau sebagai jadwal perawatan',
  },
  'help.silence-list': { en: 'list them', id: 'tampilkan' },
  'help.silence-add': {
    en: 'silence a service, or without one the whole host',
    id: 'senyapkan satu layanan, atau seluruh host bila tanpa layanan',
  },
  'help.silence-end': { en: 'end one now', id: 'akhiri sekarang' },
  'help.silence-id': { en: 'its id, as `silence list` shows it', id: 'id-nya, seperti di `silence list`' },
  'help.silence-reason': { en: 'why; it stands on the tile', id: 'alasannya; tampil di ubin' },
  'help.silence-for': { en: 'from now, for so many minutes', id: 'mulai sekarang, selama sekian menit' },
  'help.silence-cron': {
    en: 'again and again: when it begins, as cron writes it',
    id: 'berulang: kapan mulai, seperti di cron',
  },
  'help.silence-zone': {
    en: 'the time zone of --cron; absent: this computer’s',
    id: 'zona waktu untuk --cron; tanpa ini: milik komputer ini',
  },
  'help.uptime': {
    en: 'how much of the watched time each service answered, over a day, a week and a month',
    id: 'bagian waktu yang diawasi saat tiap layanan menjawab: sehari, seminggu, sebulan',
  },
  'silence.none': { en: 'Nothing is silenced.', id: 'Tidak ada yang disenyapkan.' },
  'silence.added': { en: '{id}: silent until {time}', id: '{id}: senyap sampai {time}' },
  'silence.later': { en: '{id}: silent from {time}', id: '{id}: senyap mulai {time}' },
  'silence.ended': { en: '{id} is over.', id: '{id} sudah berakhir.' },
  'silence.whole-host': { en: 'the whole host', id: 'seluruh host' },
  'column.host': { en: 'Host', id: 'Host' },
  'column.until': { en: 'Until', id: 'Sampai' },
  'column.next': { en: 'Next', id: 'Berikutnya' },
  'column.reason': { en: 'Reason', id: 'Alasan' },
} as const;
