/** What is wrong with the words of a command, in both languages side by side. */
export const usageTexts = {
  'usage.age': {
    en: '{option}: "{text}" is not a time such as 90s, 10m, 2h or 1d.',
    id: '{option}: "{text}" bukan lama waktu seperti 90s, 10m, 2h, atau 1d.',
  },
  'usage.whole': {
    en: '{option}: "{text}" is not a whole number from {min} to {max}.',
    id: '{option}: "{text}" bukan bilangan bulat dari {min} sampai {max}.',
  },
  'usage.pattern': {
    en: '{option}: "{text}" is not a regular expression.',
    id: '{option}: "{text}" bukan ekspresi reguler.',
  },
  'usage.word': {
    en: '{option}: "{text}" is none of: {words}.',
    id: '{option}: "{text}" bukan salah satu dari: {words}.',
  },
  'usage.fingerprint': {
    en: '{option}: "{text}" is not a fingerprint as ssh-keygen -lf prints it (SHA256: and 43 characters).',
    id: '{option}: "{text}" bukan sidik jari seperti cetakan ssh-keygen -lf (SHA256: dan 43 karakter).',
  },
  'usage.where': {
    en: 'Say where the host is: --local, --ssh user@address[:port], or --tcp address[:port]; one of them.',
    id: 'Sebutkan letak host: --local, --ssh pengguna@alamat[:port], atau --tcp alamat[:port]; salah satu.',
  },
  'usage.tcp-only': {
    en: '--certificates belongs to --tcp.',
    id: '--certificates hanya untuk --tcp.',
  },
  'usage.one-route': {
    en: 'Give --jump or --proxy-command, not both.',
    id: 'Pakai --jump atau --proxy-command, jangan keduanya.',
  },
  'usage.ssh-only': {
    en: '--key, --agent and --password belong to --ssh.',
    id: '--key, --agent, dan --password hanya untuk --ssh.',
  },
  'usage.address': {
    en: '"{text}" is not of the form user@address[:port].',
    id: '"{text}" tidak berbentuk pengguna@alamat[:port].',
  },
  'usage.port': {
    en: 'port: "{text}" is not a whole number from 1 to 65535.',
    id: 'port: "{text}" bukan bilangan bulat dari 1 sampai 65535.',
  },
  'usage.field': {
    en: '{field}: "{text}" cannot be used.',
    id: '{field}: "{text}" tidak bisa dipakai.',
  },
  'usage.one-way': {
    en: 'Choose one of --key, --agent and --password.',
    id: 'Pilih salah satu: --key, --agent, atau --password.',
  },
  'usage.unknown-command': { en: 'There is no command {name}.', id: 'Tidak ada perintah {name}.' },
  'usage.unknown-option': {
    en: 'This command has no option {name}.',
    id: 'Perintah ini tidak punya opsi {name}.',
  },
  'usage.missing-argument': { en: 'Something is missing: {name}.', id: 'Ada yang kurang: {name}.' },
  'usage.missing-value': { en: '{name} needs a value.', id: '{name} perlu nilai.' },
  'usage.required-option': { en: '{name} has to be given.', id: '{name} harus diisi.' },
  'usage.excess': {
    en: 'Too many words. Put words that belong together in quotes.',
    id: 'Terlalu banyak kata. Beri tanda kutip pada kata yang satu kesatuan.',
  },
  'usage.title-usage': { en: 'Usage:', id: 'Pemakaian:' },
  'usage.title-options': { en: 'Options:', id: 'Opsi:' },
  'usage.title-commands': { en: 'Commands:', id: 'Perintah:' },
  'usage.title-arguments': { en: 'Arguments:', id: 'Argumen:' },
  'usage.help': { en: 'show this help', id: 'tampilkan bantuan ini' },
  'usage.version': { en: 'show the version', id: 'tampilkan versi' },
} as const;
