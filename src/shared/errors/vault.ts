import { defineErrors } from './define-errors.ts';

export const vaultErrors = defineErrors({
  'vault.locked': {
    en: {
      message: 'The vault is locked.',
      hint: 'Unlock it with your passphrase, then try again.',
    },
    id: { message: 'Brankas masih terkunci.', hint: 'Buka dengan frasa sandi, lalu coba lagi.' },
  },
  'vault.wrong-passphrase': {
    en: {
      message: 'That passphrase does not open the vault.',
      hint: 'Check upper and lower case and try again.',
    },
    id: { message: 'Frasa sandi itu tidak cocok.', hint: 'Periksa huruf besar dan kecil, lalu coba lagi.' },
  },
  'vault.wrong-recovery-key': {
    en: {
      message: 'That is not the recovery key of this vault.',
      hint: 'Enter the line of the kit that begins with AGE-SECRET-KEY-1, whole, and check that vault.json is the right one.',
    },
    id: {
      message: 'Itu bukan kunci pemulihan brankas ini.',
      hint: 'Masukkan baris yang diawali AGE-SECRET-KEY-1 dari lembar pemulihan, utuh, dan pastikan vault.json-nya benar.',
    },
  },
  'vault.needs-passphrase': {
    en: {
      message: 'This computer has no keyring that Ronda can trust.',
      hint: 'Choose a passphrase for the vault. Nothing is stored until you do.',
    },
    id: {
      message: 'Komputer ini tidak punya keyring yang bisa dipercaya.',
      hint: 'Buat frasa sandi untuk brankas. Tidak ada yang disimpan sebelum itu.',
    },
  },
  'vault.keyring-changed': {
    en: {
      message: 'The keyring of this computer no longer opens the vault.',
      hint: 'The vault file was kept. Unlock it with its passphrase, or go back to the old keyring.',
    },
    id: {
      message: 'Keyring komputer ini tidak bisa lagi membuka brankas.',
      hint: 'Berkas brankas tetap disimpan. Buka dengan frasa sandi, atau kembali ke keyring lama.',
    },
  },
  'vault.damaged': {
    en: {
      message: 'The vault file {file} cannot be read.',
      hint: 'It was left as it is. Put back a copy of it, or move it away to start a new vault.',
    },
    id: {
      message: 'Berkas brankas {file} tidak terbaca.',
      hint: 'Berkas itu dibiarkan. Kembalikan salinannya, atau pindahkan untuk membuat brankas baru.',
    },
  },
});
