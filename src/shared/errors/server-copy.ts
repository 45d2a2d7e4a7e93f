import { defineErrors } from './define-errors.ts';

export const serverCopyErrors = defineErrors({
  'server-copy.not-offered': {
    en: {
      message: 'Copies on the server itself are made only on a server that is reached over SSH.',
      hint: 'On this computer the backups of the schedule are the copies.',
    },
    id: {
      message: 'Salinan di server hanya dibuat di server yang dihubungi lewat SSH.',
      hint: 'Di komputer ini, cadangan terjadwal sudah menjadi salinannya.',
    },
  },
  'server-copy.nothing-to-copy': {
    en: {
      message: 'The manual of this server names no database that the server can copy by itself.',
      hint: 'Add the databases to the manual (services, databases), then come back.',
    },
    id: {
      message: 'Manual server ini tidak menyebut basis data yang bisa disalin server sendiri.',
      hint: 'Tambahkan basis datanya di manual (services, databases), lalu kembali ke sini.',
    },
  },
  'server-copy.no-docker': {
    en: {
      message: 'The server has no docker command, which the copying script needs.',
      hint: 'Install the Docker CLI on the server (apt install docker.io or docker-ce-cli), then plan again.',
    },
    id: {
      message: 'Server tidak punya perintah docker, padahal skrip penyalin memerlukannya.',
      hint: 'Pasang CLI Docker di server (apt install docker.io atau docker-ce-cli), lalu buat rencana lagi.',
    },
  },
  'server-copy.no-cron': {
    en: {
      message: 'Nothing on the server can start the copies each day. {detail}',
      hint: 'Install cron (apt install cron) and allow it for {user}, then plan again.',
    },
    id: {
      message: 'Tidak ada yang bisa menjalankan penyalinan tiap hari di server. {detail}',
      hint: 'Pasang cron (apt install cron) dan izinkan untuk {user}, lalu buat rencana lagi.',
    },
  },
  'server-copy.first-run-failed': {
    en: {
      message: 'The copying script was placed, but its first run failed: {detail}',
      hint: 'It was taken away again. Mend what it names, then try again.',
    },
    id: {
      message: 'Skrip penyalin sudah dipasang, tetapi jalan pertamanya gagal: {detail}',
      hint: 'Sudah dicopot lagi. Perbaiki yang disebutkan, lalu coba lagi.',
    },
  },
  'server-copy.damaged': {
    en: {
      message: 'The copy {file} on the server is not what the server wrote down about it.',
      hint: 'It was not taken in. The disk of the server may be failing; take a backup from here now.',
    },
    id: {
      message: 'Salinan {file} di server tidak cocok dengan catatan server tentangnya.',
      hint: 'Salinan itu tidak diambil. Disk server mungkin rusak; buat cadangan dari sini sekarang.',
    },
  },
  'server-copy.unknown': {
    en: {
      message: 'There is no such copy on the server any more.',
      hint: 'Look at the list again: the server keeps only the newest.',
    },
    id: {
      message: 'Salinan itu sudah tidak ada di server.',
      hint: 'Lihat lagi daftarnya: server hanya menyimpan yang terbaru.',
    },
  },
});
