import { defineErrors } from './define-errors.ts';

/** Reaching Docker on a host, and what is run or dialled there. */
export const hostEngineErrors = defineErrors({
  'hosts.docker-missing': {
    en: {
      message: 'There is no Docker socket at {socket}.',
      hint: 'Install or start Docker there, or enter the right path of its socket.',
    },
    id: {
      message: 'Tidak ada soket Docker di {socket}.',
      hint: 'Pasang atau jalankan Docker di sana, atau isi lokasi soket yang benar.',
    },
  },
  'hosts.docker-not-running': {
    en: {
      message: 'Docker does not answer at {socket}.',
      hint: 'Start Docker there (systemctl start docker, or Docker Desktop).',
    },
    id: {
      message: 'Docker di {socket} tidak menjawab.',
      hint: 'Jalankan Docker di sana (systemctl start docker, atau Docker Desktop).',
    },
  },
  'hosts.docker-permission': {
    en: {
      message: '{user} may not use the Docker socket {socket}: it belongs to the group {group}.',
      hint: 'Have {user} added to the group {group} (usermod -aG {group} {user}), then log in again.',
    },
    id: {
      message: '{user} tidak boleh memakai soket Docker {socket}: soket itu milik grup {group}.',
      hint: 'Minta {user} dimasukkan ke grup {group} (usermod -aG {group} {user}), lalu masuk ulang.',
    },
  },
  'hosts.docker-permission-ungrouped': {
    en: {
      message: '{user} may not use the Docker socket {socket}, and no group of users may.',
      hint: 'Have the group docker created on that machine, Docker restarted, and {user} added to the group docker.',
    },
    id: {
      message: '{user} tidak boleh memakai soket Docker {socket}, dan belum ada grup yang boleh.',
      hint: 'Minta grup docker dibuat di mesin itu, Docker dijalankan ulang, dan {user} dimasukkan ke grup docker.',
    },
  },
  'hosts.docker-permission-sudo': {
    en: {
      message: '{user} may not use the Docker socket {socket}: it belongs to the group {group}.',
      hint: 'Have {user} added to the group {group}; or turn on "Use sudo for Docker" for this server, sudo allows it there.',
    },
    id: {
      message: '{user} tidak boleh memakai soket Docker {socket}: soket itu milik grup {group}.',
      hint: 'Minta {user} dimasukkan ke grup {group}; atau nyalakan "Pakai sudo untuk Docker" di server ini, sudo di sana mengizinkannya.',
    },
  },
  'hosts.docker-elsewhere': {
    en: {
      message: 'There is no Docker socket at {socket}, but there is one at {found}.',
      hint: 'Enter {found} as the Docker socket of this server.',
    },
    id: {
      message: 'Soket Docker tidak ada di {socket}, tetapi ada di {found}.',
      hint: 'Isi {found} sebagai soket Docker server ini.',
    },
  },
  'hosts.docker-forward-refused': {
    en: {
      message: 'The server let you in but did not pass its Docker socket {socket} on.',
      hint: 'Start Docker there, or allow AllowStreamLocalForwarding in sshd_config.',
    },
    id: {
      message: 'Server menerima Anda masuk tetapi tidak meneruskan soket Docker {socket}.',
      hint: 'Jalankan Docker di sana, atau izinkan AllowStreamLocalForwarding di sshd_config.',
    },
  },
  'hosts.docker-answer': {
    en: {
      message: 'What answers at {socket} does not speak as Docker does: {detail}',
      hint: 'Check that the path is that of the Docker socket.',
    },
    id: {
      message: 'Yang menjawab di {socket} bukan seperti Docker: {detail}',
      hint: 'Pastikan lokasinya memang soket Docker.',
    },
  },
  'hosts.docker-plain-tcp': {
    en: {
      message: 'Docker at {socket} would be spoken to without encryption.',
      hint: 'Whoever reaches that port is root on the server. Use SSH, or give the folder with ca.pem, cert.pem and key.pem.',
    },
    id: {
      message: 'Docker di {socket} akan dihubungi tanpa enkripsi.',
      hint: 'Siapa pun yang mencapai porta itu menjadi root di server. Pakai SSH, atau isi folder berisi ca.pem, cert.pem, dan key.pem.',
    },
  },
  'hosts.docker-certificates': {
    en: {
      message: 'The certificates in {folder} cannot be used: {detail}',
      hint: 'It takes ca.pem, cert.pem and key.pem of this server, readable by you. They are made where Docker was set up for TLS.',
    },
    id: {
      message: 'Sertifikat di {folder} tidak bisa dipakai: {detail}',
      hint: 'Yang diperlukan ca.pem, cert.pem, dan key.pem milik server ini, dan bisa Anda baca. Ketiganya dibuat saat Docker disiapkan untuk TLS.',
    },
  },
  'hosts.docker-tcp-unreachable': {
    en: {
      message: 'Nothing answers at {socket}: {detail}',
      hint: 'Check the address and port, that Docker listens there, and that no firewall is in between.',
    },
    id: {
      message: 'Tidak ada jawaban di {socket}: {detail}',
      hint: 'Periksa alamat dan portanya, apakah Docker mendengarkan di sana, dan apakah ada firewall di antaranya.',
    },
  },
  'hosts.docker-wants-tls': {
    en: {
      message: 'Docker at {socket} speaks TLS only.',
      hint: 'Give the folder with ca.pem, cert.pem and key.pem.',
    },
    id: {
      message: 'Docker di {socket} hanya menerima TLS.',
      hint: 'Isi folder berisi ca.pem, cert.pem, dan key.pem.',
    },
  },
  'hosts.docker-not-tls': {
    en: {
      message: 'What answers at {socket} does not speak TLS.',
      hint: 'Check the port: Docker uses 2376 with TLS. Nothing was sent.',
    },
    id: {
      message: 'Yang menjawab di {socket} tidak memakai TLS.',
      hint: 'Periksa portanya: Docker dengan TLS memakai 2376. Belum ada yang dikirim.',
    },
  },
  'hosts.docker-server-untrusted': {
    en: {
      message: 'The certificate at {socket} is not signed by the authority in ca.pem: {detail}',
      hint: 'Do not go on before you know why: another server may answer there. If the certificates were made anew, take the new ca.pem from the server over a way you trust.',
    },
    id: {
      message: 'Sertifikat di {socket} tidak ditandatangani otoritas dalam ca.pem: {detail}',
      hint: 'Jangan lanjut sebelum tahu sebabnya: mungkin server lain yang menjawab. Kalau sertifikatnya memang dibuat ulang, ambil ca.pem yang baru dari server lewat jalur yang Anda percaya.',
    },
  },
  'hosts.docker-server-expired': {
    en: {
      message: 'The certificate of Docker at {socket} is out of date: {detail}',
      hint: 'Renew it on the server, and check the clocks of both computers.',
    },
    id: {
      message: 'Masa berlaku sertifikat Docker di {socket} tidak cocok: {detail}',
      hint: 'Perbarui sertifikatnya di server, dan periksa jam kedua komputer.',
    },
  },
  'hosts.docker-server-name': {
    en: {
      message: 'The certificate at {socket} is for another name: {detail}',
      hint: 'Use the name the certificate was made for, or have it made for this address too.',
    },
    id: {
      message: 'Sertifikat di {socket} dibuat untuk nama lain: {detail}',
      hint: 'Pakai nama yang tertera di sertifikat, atau buat sertifikat yang juga memuat alamat ini.',
    },
  },
  'hosts.docker-client-certificate': {
    en: {
      message: 'Docker at {socket} did not accept your certificate: {detail}',
      hint: 'The folder must hold cert.pem and key.pem signed by the authority that the server knows, and not expired.',
    },
    id: {
      message: 'Docker di {socket} menolak sertifikat Anda: {detail}',
      hint: 'Folder itu harus berisi cert.pem dan key.pem yang ditandatangani otoritas yang dikenal server dan masih berlaku.',
    },
  },
  'hosts.exec-not-there': {
    en: {
      message:
        '{program} cannot be run on the server: it is reached through {socket}, which runs containers only.',
      hint: 'Add the same server over SSH for this.',
    },
    id: {
      message: '{program} tidak bisa dijalankan di server: hubungan lewat {socket} hanya mengenal kontainer.',
      hint: 'Untuk ini, tambahkan server yang sama lewat SSH.',
    },
  },
  'hosts.docker-version': {
    en: {
      message: 'Docker there speaks API {found}; Ronda speaks {known}.',
      hint: 'Upgrade whichever is older: Docker on the server, or Ronda on this computer.',
    },
    id: {
      message: 'Docker di sana memakai API {found}; Ronda memakai {known}.',
      hint: 'Perbarui yang lebih lama: Docker di server, atau Ronda di komputer ini.',
    },
  },
  'hosts.docker-gone': {
    en: {
      message: 'Docker at {socket} stopped answering.',
      hint: 'It is tried again by itself. Look at the Docker service if it stays away.',
    },
    id: {
      message: 'Docker di {socket} berhenti menjawab.',
      hint: 'Akan dicoba lagi secara otomatis. Periksa layanan Docker kalau tidak kunjung kembali.',
    },
  },
  'hosts.dial-failed': {
    en: {
      message: 'Nothing could be reached at {target}: {detail}',
      hint: 'Check that the service is running and listens on that port.',
    },
    id: {
      message: '{target} tidak bisa dijangkau: {detail}',
      hint: 'Pastikan layanannya berjalan dan membuka port itu.',
    },
  },
  'hosts.exec-failed': {
    en: {
      message: '{program} could not be run: {detail}',
      hint: 'Check that the program is installed there and try again.',
    },
    id: {
      message: '{program} tidak bisa dijalankan: {detail}',
      hint: 'Pastikan program itu terpasang di sana, lalu coba lagi.',
    },
  },
  'hosts.exec-output': {
    en: {
      message: '{program} wrote more than {limit} bytes and was stopped.',
      hint: 'Ask for less at once, or look at it on the server.',
    },
    id: {
      message: '{program} menulis lebih dari {limit} bita dan dihentikan.',
      hint: 'Minta data lebih sedikit, atau lihat langsung di server.',
    },
  },
});
