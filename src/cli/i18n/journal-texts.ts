/** Of what `ronda incident` does with files. */
export const journalTexts = {
  'help.incident-resolve': { en: 'say that it works again', id: 'nyatakan sudah jalan lagi' },
  'help.incident-export': {
    en: 'print the whole journal as JSON, with the chain that holds it',
    id: 'cetak seluruh jurnal sebagai JSON, beserta rantai hash-nya',
  },
  'help.incident-import': {
    en: 'take in another console’s journal as history',
    id: 'masukkan jurnal konsol lain sebagai riwayat',
  },
  'help.incident-import-file': {
    en: 'a file that `incident export` wrote',
    id: 'berkas hasil `incident export`',
  },
  'help.incident-attach': { en: 'keep a file with an incident', id: 'simpan berkas bersama insiden' },
  'help.incident-attach-file': { en: 'at most 25 MB', id: 'paling besar 25 MB' },
  'incident.imported': {
    en: '{imported} incidents taken in, {known} were here already',
    id: '{imported} insiden dimasukkan, {known} sudah ada di sini',
  },
  'incident.attached': {
    en: '{name} is attached (sha256 {sha256})',
    id: '{name} dilampirkan (sha256 {sha256})',
  },
} as const;
