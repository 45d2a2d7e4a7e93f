import { defineErrors } from './define-errors.ts';

export const nightWatchErrors = defineErrors({
  'night-watch.not-offered': {
    en: {
      message: 'A night watch makes sense only on a server that is reached over SSH.',
      hint: 'This computer cannot watch itself while it sleeps: keep it on, or watch a server instead.',
    },
    id: {
      message: 'Ronda malam hanya berguna di server yang dihubungi lewat SSH.',
      hint: 'Komputer ini tidak bisa mengawasi dirinya saat tidur: biarkan menyala, atau awasi server.',
    },
  },
  'night-watch.no-telegram': {
    en: {
      message: 'The night watch has nobody to tell: Telegram is not set up.',
      hint: 'Give the bot token and the chat id under Settings, Alerts, press Test, then come back.',
    },
    id: {
      message: 'Ronda malam tidak tahu harus memberi tahu siapa: Telegram belum diatur.',
      hint: 'Isi token bot dan ID obrolan di Pengaturan, Peringatan, tekan Uji, lalu kembali ke sini.',
    },
  },
  'night-watch.vault-locked': {
    en: {
      message: 'The vault is locked, and the bot token is in it.',
      hint: 'Unlock it under Settings, Vault, then try again.',
    },
    id: {
      message: 'Brankas terkunci, padahal token bot ada di dalamnya.',
      hint: 'Buka di Pengaturan, Brankas, lalu coba lagi.',
    },
  },
  'night-watch.nothing-to-watch': {
    en: {
      message: 'The profile has no check that the server can make by itself.',
      hint: 'Add HTTP, TCP or Docker checks to the profile of this host.',
    },
    id: {
      message: 'Profil tidak punya pemeriksaan yang bisa dilakukan server sendiri.',
      hint: 'Tambahkan pemeriksaan HTTP, TCP, atau Docker di profil host ini.',
    },
  },
  'night-watch.no-sender': {
    en: {
      message: 'The server has neither curl nor GNU wget, so no message can leave it.',
      hint: 'Install curl on the server (apt install curl, apk add curl), then plan again.',
    },
    id: {
      message: 'Server tidak punya curl maupun GNU wget, jadi tidak ada pesan yang bisa dikirim.',
      hint: 'Pasang curl di server (apt install curl, apk add curl), lalu buat rencana lagi.',
    },
  },
  'night-watch.no-scheduler': {
    en: {
      message: 'Nothing on the server can start the night watch each minute. {detail}',
      hint: 'Install cron (apt install cron), or allow timers of this user: sudo loginctl enable-linger {user}',
    },
    id: {
      message: 'Tidak ada yang bisa menjalankan ronda malam tiap menit di server. {detail}',
      hint: 'Pasang cron (apt install cron), atau izinkan timer pengguna ini: sudo loginctl enable-linger {user}',
    },
  },
  'night-watch.first-run-failed': {
    en: {
      message: 'The night watch was placed but did not run: {detail}',
      hint: 'It was taken away again. Send this text to whoever looks after the server.',
    },
    id: {
      message: 'Ronda malam sudah dipasang tetapi tidak berjalan: {detail}',
      hint: 'Sudah dicopot lagi. Kirim teks ini ke pengurus server.',
    },
  },
  'night-watch.left-behind': {
    en: {
      message: 'The night watch is still on {host}, with the bot token: {folder}',
      hint: 'Add the server again and remove it there, or delete the folder and its crontab lines by hand.',
    },
    id: {
      message: 'Ronda malam masih ada di {host}, beserta token bot: {folder}',
      hint: 'Tambahkan lagi servernya lalu copot, atau hapus folder dan baris crontab-nya sendiri.',
    },
  },
  'night-watch.seen': {
    en: { message: 'Seen by the night watch: {detail}', hint: 'The console was away at that time.' },
    id: { message: 'Dilihat ronda malam: {detail}', hint: 'Konsol sedang tidak aktif saat itu.' },
  },
});
