import { defineErrors } from './define-errors.ts';

/** `{reason}` is what the other side answered, in its own words, with every secret taken out. */
export const alertErrors = defineErrors({
  'alerts.telegram-token': {
    en: {
      message: 'Telegram does not accept the bot token ({status}): {reason}',
      hint: 'Nothing is sent to Telegram until then: paste the token that @BotFather shows, then press Test.',
    },
    id: {
      message: 'Telegram menolak token bot ({status}): {reason}',
      hint: 'Pengiriman ke Telegram dihentikan. Tempel token dari @BotFather, lalu tekan Uji.',
    },
  },
  'alerts.telegram-forbidden': {
    en: {
      message: 'Telegram does not let the bot write to this chat ({status}): {reason}',
      hint: 'Add the bot to the group again, or press Start in a private chat with it; then press Test.',
    },
    id: {
      message: 'Telegram melarang bot menulis ke obrolan ini ({status}): {reason}',
      hint: 'Masukkan lagi bot ke grup, atau tekan Mulai di obrolan pribadinya; lalu tekan Uji.',
    },
  },
  'alerts.telegram-chat': {
    en: {
      message: 'Telegram knows no such chat: {reason}',
      hint: 'Check the chat id: that of a group begins with a minus. The bot must be a member. Then press Test.',
    },
    id: {
      message: 'Telegram tidak mengenal obrolan itu: {reason}',
      hint: 'Periksa ID obrolan: ID grup diawali tanda minus. Bot harus jadi anggota. Lalu tekan Uji.',
    },
  },
  'alerts.telegram-topic': {
    en: {
      message: 'The topic of the Telegram group is gone or closed; the message went to the group itself.',
      hint: 'Correct the topic id, or leave it empty.',
    },
    id: {
      message: 'Topik di grup Telegram tidak ada atau ditutup; pesan dikirim ke grupnya saja.',
      hint: 'Perbaiki ID topik, atau kosongkan.',
    },
  },
  'alerts.refused': {
    en: {
      message: 'The receiver refused the message ({status}): {reason}',
      hint: 'This one will not be sent again by itself. The others go on.',
    },
    id: {
      message: 'Penerima menolak pesan ({status}): {reason}',
      hint: 'Pesan ini tidak dikirim ulang otomatis. Pesan lain tetap jalan.',
    },
  },
  'alerts.webhook-refused': {
    en: {
      message: 'The webhook refuses us ({status}): {reason}',
      hint: 'Nothing is sent there until then: check its address and secret, then press Test.',
    },
    id: {
      message: 'Webhook menolak ({status}): {reason}',
      hint: 'Pengiriman ke sana dihentikan. Periksa alamat dan rahasianya, lalu tekan Uji.',
    },
  },
  'alerts.busy': {
    en: {
      message: 'The receiver asks to wait {seconds} s.',
      hint: 'The message is kept and sent then.',
    },
    id: {
      message: 'Penerima minta menunggu {seconds} detik.',
      hint: 'Pesan disimpan dan dikirim setelah itu.',
    },
  },
  'alerts.receiver-down': {
    en: {
      message: 'The receiver has a problem of its own ({status}): {reason}',
      hint: 'The message is kept and sent again by itself.',
    },
    id: {
      message: 'Penerima sedang bermasalah ({status}): {reason}',
      hint: 'Pesan disimpan dan dikirim ulang otomatis.',
    },
  },
  'alerts.unreachable': {
    en: {
      message: 'The receiver cannot be reached: {reason}',
      hint: 'Check the internet connection. The message is kept and sent again by itself.',
    },
    id: {
      message: 'Penerima tidak bisa dijangkau: {reason}',
      hint: 'Periksa koneksi internet. Pesan disimpan dan dikirim ulang otomatis.',
    },
  },
  'alerts.unanswered': {
    en: {
      message: 'The message left, but no answer came: {reason}',
      hint: 'It may have arrived. It is sent again, marked as a possible repetition.',
    },
    id: {
      message: 'Pesan sudah berangkat, tetapi tidak ada jawaban: {reason}',
      hint: 'Mungkin sudah sampai. Pesan dikirim lagi dengan tanda mungkin berulang.',
    },
  },
  'alerts.doubtful': {
    en: {
      message: 'The message left {times} times and no answer ever came: {reason}',
      hint: 'It may have arrived: look there. If it has not, send it again by hand.',
    },
    id: {
      message: 'Pesan sudah {times} kali berangkat tanpa jawaban: {reason}',
      hint: 'Mungkin sudah sampai: periksa di sana. Kalau belum, kirim ulang sendiri.',
    },
  },
  'alerts.expired': {
    en: {
      message: 'It could not be delivered for a day. The last reason: {reason}',
      hint: 'Send it again by hand if it still matters.',
    },
    id: {
      message: 'Sehari penuh tidak terkirim. Alasan terakhir: {reason}',
      hint: 'Kirim ulang sendiri kalau masih penting.',
    },
  },
  'alerts.incomplete': {
    en: {
      message: 'The channel {channel} is not set up yet.',
      hint: 'Telegram needs a token and a chat id, a webhook its address: Settings, Alerts.',
    },
    id: {
      message: 'Saluran {channel} belum lengkap.',
      hint: 'Telegram perlu token dan ID obrolan, webhook perlu alamat: Pengaturan, Peringatan.',
    },
  },
  'alerts.vault-locked': {
    en: {
      message: 'Alerts are waiting because the vault is locked.',
      hint: 'Unlock it: the tokens of the channels are in it.',
    },
    id: {
      message: 'Peringatan tertahan karena brankas terkunci.',
      hint: 'Buka brankas: token salurannya ada di sana.',
    },
  },
  'alerts.channel-stopped': {
    en: {
      message: 'Alerts no longer go out by {channel}.',
      hint: 'See why under Settings, Alerts; correct it and press Test.',
    },
    id: {
      message: 'Peringatan tidak lagi terkirim lewat {channel}.',
      hint: 'Lihat sebabnya di Pengaturan, Peringatan; perbaiki lalu tekan Uji.',
    },
  },
  'alerts.token-malformed': {
    en: {
      message: 'This is not a Telegram bot token.',
      hint: 'It has digits, a colon and about 35 letters: copy the whole line that @BotFather shows.',
    },
    id: {
      message: 'Ini bukan token bot Telegram.',
      hint: 'Bentuknya angka, titik dua, lalu sekitar 35 huruf: salin seluruh baris dari @BotFather.',
    },
  },
  'alerts.webhook-address': {
    en: {
      message: 'This address cannot be used for a webhook.',
      hint: 'It must begin with https://. Plain http:// is taken only inside your own network.',
    },
    id: {
      message: 'Alamat webhook ini tidak bisa dipakai.',
      hint: 'Harus diawali https://. http:// hanya untuk jaringan sendiri.',
    },
  },
  'alerts.header-malformed': {
    en: {
      message: 'This cannot be the value of a header.',
      hint: 'It must be one line of plain letters, digits and signs.',
    },
    id: {
      message: 'Ini tidak bisa menjadi nilai header.',
      hint: 'Harus satu baris huruf, angka, dan tanda biasa.',
    },
  },
  'alerts.desktop-failed': {
    en: {
      message: 'The desktop does not show notifications: {reason}',
      hint: 'Allow notifications for Ronda in the settings of the system, or use Telegram or a webhook.',
    },
    id: {
      message: 'Desktop tidak menampilkan notifikasi: {reason}',
      hint: 'Izinkan notifikasi Ronda di pengaturan sistem, atau pakai Telegram atau webhook.',
    },
  },
});
