import { defineErrors } from './define-errors.ts';

/** Why a check is not ok, and why a tile is what it is. Each has to be told from the others at a glance. */
export const healthErrors = defineErrors({
  'health.dns': {
    en: {
      message: 'The name {host} cannot be resolved.',
      hint: 'Check the spelling in the profile, the domain and the DNS of the machine that asks.',
    },
    id: {
      message: 'Nama {host} tidak ditemukan di DNS.',
      hint: 'Periksa ejaan di profil, domainnya, dan DNS di mesin yang memeriksa.',
    },
  },
  'health.refused': {
    en: {
      message: 'Nothing listens at {target}: the connection was refused.',
      hint: 'Check that the service runs and listens on that port.',
    },
    id: {
      message: 'Tidak ada yang menjawab di {target}: koneksi ditolak.',
      hint: 'Pastikan layanannya berjalan dan memakai port itu.',
    },
  },
  'health.unreachable': {
    en: {
      message: '{target} cannot be reached: {detail}',
      hint: 'Check the network and the firewall between the server and that address.',
    },
    id: {
      message: '{target} tidak bisa dijangkau: {detail}',
      hint: 'Periksa jaringan dan firewall antara server dan alamat itu.',
    },
  },
  'health.tls': {
    en: {
      message: 'The secure connection to {target} failed: {detail}',
      hint: 'Check the certificate: its date, its name and who issued it.',
    },
    id: {
      message: 'Koneksi aman (TLS) ke {target} gagal: {detail}',
      hint: 'Periksa sertifikatnya: masa berlaku, nama, dan penerbitnya.',
    },
  },
  'health.redirect-loop': {
    en: {
      message: '{target} sends on and on: more than {limit} redirects.',
      hint: 'Check the redirect rules of the web server or of its host.',
    },
    id: {
      message: '{target} terus mengalihkan: lebih dari {limit} pengalihan.',
      hint: 'Periksa aturan pengalihan (redirect) di server web atau hostingnya.',
    },
  },
  'health.bad-redirect': {
    en: {
      message: '{target} redirects to an address that cannot be followed.',
      hint: 'Check the redirect rules of the web server or of its host.',
    },
    id: {
      message: '{target} mengalihkan ke alamat yang tidak bisa diikuti.',
      hint: 'Periksa aturan pengalihan (redirect) di server web atau hostingnya.',
    },
  },
  'health.timeout': {
    en: {
      message: '{target} did not answer within {seconds} s.',
      hint: 'It may be overloaded or hanging: look at its log and at CPU and memory.',
    },
    id: {
      message: '{target} tidak menjawab dalam {seconds} detik.',
      hint: 'Mungkin kelebihan beban atau macet: lihat log, CPU, dan memorinya.',
    },
  },
  'health.slow-body': {
    en: {
      message: '{target} answered {status}, but its body did not end within {seconds} s.',
      hint: 'It hangs while it answers: look at its log and at what it waits for.',
    },
    id: {
      message: '{target} menjawab {status}, tetapi isinya tidak selesai dalam {seconds} detik.',
      hint: 'Layanan macet saat menjawab: lihat lognya dan apa yang sedang ditunggu.',
    },
  },
  'health.broken-answer': {
    en: {
      message: '{target} closed the connection without a proper answer: {detail}',
      hint: 'Check that the port belongs to this service, and look at its log.',
    },
    id: {
      message: '{target} memutus koneksi tanpa jawaban yang benar: {detail}',
      hint: 'Pastikan port itu milik layanan ini, dan lihat lognya.',
    },
  },
  'health.wrong-status': {
    en: {
      message: '{target} answered {status} instead of {expected}. {detail}',
      hint: 'Look at the log of the service around this time.',
    },
    id: {
      message: '{target} menjawab {status}, seharusnya {expected}. {detail}',
      hint: 'Lihat log layanan di sekitar waktu itu.',
    },
  },
  'health.unexpected-body': {
    en: {
      message: '{target} answers, but {path} is {found} instead of {expected}. {detail}',
      hint: 'The service runs, something it needs does not: look at that part.',
    },
    id: {
      message: '{target} menjawab, tetapi {path} berisi {found}, seharusnya {expected}. {detail}',
      hint: 'Layanan berjalan, tetapi ada yang dibutuhkannya bermasalah: periksa bagian itu.',
    },
  },
  'health.slow': {
    en: {
      message: '{target} took {ms} ms, more than {limit} ms.',
      hint: 'Look at the load of the server and at the log of the service.',
    },
    id: {
      message: '{target} butuh {ms} md, lebih dari {limit} md.',
      hint: 'Lihat beban server dan log layanan.',
    },
  },
  'health.no-container': {
    en: {
      message: 'No container of {service} was found.',
      hint: 'Create it on the server with docker compose up -d, or correct the Compose name in the profile.',
    },
    id: {
      message: 'Tidak ada kontainer untuk {service}.',
      hint: 'Buat di server dengan docker compose up -d, atau perbaiki nama Compose di profil.',
    },
  },
  'health.stopped': {
    en: {
      message: '{container} is not running ({state}, exit code {code}).',
      hint: 'It was not stopped through Ronda. Look at its last log lines, then restart it.',
    },
    id: {
      message: '{container} tidak berjalan ({state}, kode keluar {code}).',
      hint: 'Tidak dihentikan lewat Ronda. Lihat baris log terakhirnya, lalu jalankan lagi.',
    },
  },
  'health.some-stopped': {
    en: {
      message: '{running} of {total} containers run; {container} does not.',
      hint: 'The service still answers. Look at the log of that container, then restart it.',
    },
    id: {
      message: '{running} dari {total} kontainer berjalan; {container} tidak.',
      hint: 'Layanan masih menjawab. Lihat log kontainer itu, lalu jalankan lagi.',
    },
  },
  'health.unhealthy': {
    en: {
      message: 'Docker calls {container} unhealthy.',
      hint: 'Look at its log, then restart it.',
    },
    id: {
      message: 'Docker menyatakan {container} tidak sehat (unhealthy).',
      hint: 'Lihat lognya, lalu jalankan ulang.',
    },
  },
  'health.some-unhealthy': {
    en: {
      message: '{unhealthy} of {total} containers are unhealthy, {container} among them.',
      hint: 'The others still answer. Look at the log of that container, then restart it.',
    },
    id: {
      message: '{unhealthy} dari {total} kontainer tidak sehat, antara lain {container}.',
      hint: 'Yang lain masih menjawab. Lihat log kontainer itu, lalu jalankan ulang.',
    },
  },
  'health.restart-loop': {
    en: {
      message: '{container} crashes again and again ({restarts} restarts).',
      hint: 'Look at its last log lines: it ends by itself shortly after each start.',
    },
    id: {
      message: '{container} terus mati dan dijalankan ulang ({restarts} kali).',
      hint: 'Lihat baris log terakhirnya: program berhenti sendiri tak lama setelah mulai.',
    },
  },
  'health.not-observed': {
    en: {
      message: 'There is no connection to the host: nobody is watching.',
      hint: 'What is shown is what was seen last. Ronda reconnects by itself.',
    },
    id: {
      message: 'Tidak ada koneksi ke host: tidak ada yang mengawasi.',
      hint: 'Yang tampil adalah keadaan terakhir yang terlihat. Ronda menyambung lagi sendiri.',
    },
  },
  'health.not-yet': {
    en: { message: 'Not checked yet.', hint: 'The first check runs in a moment.' },
    id: { message: 'Belum diperiksa.', hint: 'Pemeriksaan pertama berjalan sebentar lagi.' },
  },
  'health.nothing-to-check': {
    en: {
      message: 'The profile has no check for this service.',
      hint: 'Add a check to the profile, or watch it by hand.',
    },
    id: {
      message: 'Profil tidak punya pemeriksaan untuk layanan ini.',
      hint: 'Tambahkan pemeriksaan di profil, atau awasi sendiri.',
    },
  },
  'health.slept': {
    en: {
      message: 'This computer was asleep or the check was held up: nobody was watching.',
      hint: 'It is being checked again now.',
    },
    id: {
      message: 'Komputer ini sempat tidur atau pemeriksaan tertunda: tidak ada yang mengawasi.',
      hint: 'Pemeriksaan sedang dijalankan lagi.',
    },
  },
  'health.paused': {
    en: {
      message: 'Stopped through Ronda by {by}: {reason}',
      hint: 'Start it again when the reason is gone.',
    },
    id: {
      message: 'Dihentikan lewat Ronda oleh {by}: {reason}',
      hint: 'Jalankan lagi kalau alasannya sudah selesai.',
    },
  },
  'health.page-failed': {
    en: {
      message: '{target}: a browser cannot load the page ({detail})',
      hint: 'Open it in a browser of your own and look at what it says.',
    },
    id: {
      message: '{target}: browser tidak bisa memuat halamannya ({detail})',
      hint: 'Buka di browser sendiri dan lihat pesannya.',
    },
  },
  'health.page-slow': {
    en: {
      message: '{target}: the page had not loaded after {detail} s',
      hint: 'Something on it never answers: look at the network tab of a browser.',
    },
    id: {
      message: '{target}: halaman belum selesai dimuat setelah {detail} detik',
      hint: 'Ada bagian yang tidak pernah menjawab: lihat tab jaringan di browser.',
    },
  },
  'health.page-crashed': {
    en: {
      message: '{target}: the page made the browser crash ({detail})',
      hint: 'Open it in a browser of your own; it may use too much memory.',
    },
    id: {
      message: '{target}: halaman ini membuat browser rusak ({detail})',
      hint: 'Buka di browser sendiri; mungkin memakai terlalu banyak memori.',
    },
  },
  'health.pm2-missing': {
    en: {
      message: 'PM2 is not installed for the user of this connection',
      hint: 'Sign in as the user whose PM2 runs the bot, or take this check out of the manual.',
    },
    id: {
      message: 'PM2 tidak terpasang untuk pengguna sambungan ini',
      hint: 'Masuk sebagai pengguna yang PM2-nya menjalankan bot, atau hapus pemeriksaan ini dari manual.',
    },
  },
  'health.pm2-unreadable': {
    en: {
      message: 'PM2 answered something that is no list of processes',
      hint: 'Try `pm2 jlist` on the server; `pm2 update` mends a daemon of another version.',
    },
    id: {
      message: 'Jawaban PM2 bukan daftar proses',
      hint: 'Coba `pm2 jlist` di server; `pm2 update` membetulkan daemon yang beda versi.',
    },
  },
  'health.pm2-no-process': {
    en: {
      message: 'PM2 knows no process named {process}',
      hint: 'Start it (pm2 start … --name {process}), then `pm2 save` so that it comes back after a reboot.',
    },
    id: {
      message: 'PM2 tidak mengenal proses bernama {process}',
      hint: 'Jalankan (pm2 start … --name {process}), lalu `pm2 save` supaya hidup lagi setelah reboot.',
    },
  },
  'health.pm2-not-online': {
    en: {
      message: '{process} is {status} in PM2 ({restarts} restarts)',
      hint: 'Look at `pm2 logs {process}`, then `pm2 restart {process}`.',
    },
    id: {
      message: '{process} berstatus {status} di PM2 ({restarts} kali mulai ulang)',
      hint: 'Lihat `pm2 logs {process}`, lalu `pm2 restart {process}`.',
    },
  },
  'health.bot-locked': {
    en: {
      message: 'The vault is locked, and the bot token is in it: the bot cannot be asked',
      hint: 'Unlock the vault under Settings.',
    },
    id: {
      message: 'Brankas terkunci, padahal token bot ada di dalamnya: bot tidak bisa ditanya',
      hint: 'Buka brankas di Pengaturan.',
    },
  },
  'health.bot-no-token': {
    en: {
      message: 'No bot token was given: the bot cannot be asked',
      hint: 'Give it under Settings, Alerts, Telegram.',
    },
    id: {
      message: 'Token bot belum diisi: bot tidak bisa ditanya',
      hint: 'Isi di Pengaturan, Peringatan, Telegram.',
    },
  },
  'health.bot-unreachable': {
    en: {
      message: 'Telegram did not say who the bot is: {detail}',
      hint: 'Is this computer online? Telegram may be blocked or disturbed.',
    },
    id: {
      message: 'Telegram tidak menjawab siapa bot ini: {detail}',
      hint: 'Apakah komputer ini tersambung? Telegram mungkin diblokir atau terganggu.',
    },
  },
  'health.bot-refused': {
    en: {
      message: 'Telegram refuses the bot token ({status})',
      hint: 'Ask @BotFather for a new token and give it under Settings, Alerts.',
    },
    id: {
      message: 'Telegram menolak token bot ({status})',
      hint: 'Minta token baru ke @BotFather lalu isi di Pengaturan, Peringatan.',
    },
  },
  'health.certificate-ends': {
    en: {
      message: '{target}: its certificate ends in {days} days',
      hint: 'Renew it (certbot renew, or whatever issues it); browsers refuse the site once it has ended.',
    },
    id: {
      message: '{target}: sertifikatnya berakhir {days} hari lagi',
      hint: 'Perbarui (certbot renew, atau penerbitnya); browser menolak situs setelah sertifikat berakhir.',
    },
  },
  'health.silenced': {
    en: {
      message: 'Silenced by {by}: {reason}',
      hint: 'Checks go on; what still fails when the silence ends is told then.',
    },
    id: {
      message: 'Disenyapkan oleh {by}: {reason}',
      hint: 'Pemeriksaan tetap jalan; yang masih gagal saat senyap berakhir akan diberitahukan.',
    },
  },
  'health.unknown-check': {
    en: {
      message: '{service} has no check named {check}.',
      hint: 'The profile may have changed: look again.',
    },
    id: {
      message: '{service} tidak punya pemeriksaan bernama {check}.',
      hint: 'Profil mungkin sudah berubah: lihat lagi.',
    },
  },
});
