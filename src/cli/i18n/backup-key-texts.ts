/** Of `ronda backup-key`. */
export const backupKeyTexts = {
  'help.backup-key-group': {
    en: 'what backups are encrypted with and opened by',
    id: 'kunci untuk mengenkripsi dan membuka cadangan',
  },
  'help.backup-key-make': {
    en: 'make a key, kept in the vault; new backups are encrypted to it',
    id: 'buat kunci, disimpan di brankas; cadangan baru dienkripsi dengannya',
  },
  'help.backup-key-list': {
    en: 'public keys that new backups are encrypted to, and what older ones open with',
    id: 'kunci publik untuk cadangan baru, dan apa saja yang bisa membuka cadangan lama',
  },
  'help.backup-key-add': {
    en: 'keep a secret key of another computer, to open what was encrypted to it',
    id: 'simpan kunci rahasia dari komputer lain, untuk membuka cadangan yang dienkripsi dengannya',
  },
  'help.backup-key-add-file': {
    en: 'key file as age-keygen writes it; default: it is asked for',
    id: 'berkas kunci seperti buatan age-keygen; bawaan: ditanyakan',
  },
  'help.backup-key-identity-fd': {
    en: 'read the secret key from this file descriptor',
    id: 'baca kunci rahasia dari file descriptor ini',
  },
  'help.backup-key-save': {
    en: 'write the secret keys to a new file that the age command reads',
    id: 'tulis kunci rahasia ke berkas baru yang bisa dibaca perintah age',
  },
  'help.backup-key-save-file': {
    en: 'the file to make; one that is there is not replaced',
    id: 'berkas yang dibuat; yang sudah ada tidak ditimpa',
  },
  'help.backup-key-set-passphrase': {
    en: 'encrypt new backups by a passphrase, which the vault keeps',
    id: 'enkripsi cadangan baru dengan frasa sandi, yang disimpan di brankas',
  },
  'help.backup-key-passphrase-fd': {
    en: 'read the passphrase of backups from this file descriptor',
    id: 'baca frasa sandi cadangan dari file descriptor ini',
  },
  'prompt.identity': { en: 'Secret key (AGE-SECRET-KEY-…): ', id: 'Kunci rahasia (AGE-SECRET-KEY-…): ' },
  'prompt.identity-short': { en: 'the secret key', id: 'kunci rahasia' },
  'prompt.backup-passphrase': {
    en: 'Passphrase of backups (at least 12 characters): ',
    id: 'Frasa sandi cadangan (paling sedikit 12 karakter): ',
  },
  'prompt.backup-passphrase-short': { en: 'the passphrase of backups', id: 'frasa sandi cadangan' },
  'backup-key.made': {
    en: 'New backups are encrypted to {recipient}.\nIts secret half is in the vault. Save it elsewhere too (ronda backup-key save FILE): without it nobody opens them.',
    id: 'Cadangan baru dienkripsi untuk {recipient}.\nKunci rahasianya ada di brankas. Simpan juga di tempat lain (ronda backup-key save BERKAS): tanpa itu tak ada yang bisa membukanya.',
  },
  'backup-key.added': {
    en: 'The secret key of {recipient} is in the vault.',
    id: 'Kunci rahasia dari {recipient} ada di brankas.',
  },
  'backup-key.saved': {
    en: 'The secret keys are in {file}. Keep it away from this computer: whoever has it opens every backup.',
    id: 'Kunci rahasia ada di {file}. Simpan jauh dari komputer ini: pemegangnya bisa membuka semua cadangan.',
  },
  'backup-key.passphrase-set': {
    en: 'New backups are encrypted by this passphrase.',
    id: 'Cadangan baru dienkripsi dengan frasa sandi ini.',
  },
  'backup-key.encryption-off': {
    en: 'New backups are not encrypted.',
    id: 'Cadangan baru tidak dienkripsi.',
  },
  'backup-key.encryption-key': {
    en: 'New backups are encrypted to keys.',
    id: 'Cadangan baru dienkripsi dengan kunci.',
  },
  'backup-key.encryption-passphrase': {
    en: 'New backups are encrypted by a passphrase.',
    id: 'Cadangan baru dienkripsi dengan frasa sandi.',
  },
  'backup-key.recipient-held': {
    en: '{recipient}  secret half in the vault',
    id: '{recipient}  kunci rahasianya di brankas',
  },
  'backup-key.recipient-elsewhere': {
    en: '{recipient}  secret half NOT in the vault: this computer cannot open what is encrypted to it alone',
    id: '{recipient}  kunci rahasianya TIDAK di brankas: cadangan yang hanya untuk kunci ini tak bisa dibuka di sini',
  },
  'backup-key.recipient-unknown': {
    en: '{recipient}  the vault is locked',
    id: '{recipient}  brankas terkunci',
  },
  'backup-key.open-only': { en: '{recipient}  opens only', id: '{recipient}  hanya untuk membuka' },
  'backup-key.passphrases': {
    en: 'Passphrases in the vault: {count}',
    id: 'Frasa sandi di brankas: {count}',
  },
} as const;
