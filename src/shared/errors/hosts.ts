import { defineErrors } from './define-errors.ts';

/** Reaching a server and signing in to it. */
export const hostErrors = defineErrors({
  'hosts.not-connected': {
    en: { message: '{host} is not connected.', hint: 'Connect it under Settings, then try again.' },
    id: { message: '{host} belum terhubung.', hint: 'Hubungkan lewat Pengaturan, lalu coba lagi.' },
  },
  'hosts.disconnected': {
    en: { message: '{host} was disconnected.', hint: 'Connect it again when you need it.' },
    id: { message: 'Sambungan ke {host} sudah diputus.', hint: 'Hubungkan lagi kalau diperlukan.' },
  },
  'hosts.name-unknown': {
    en: {
      message: 'No address is known for the name {address}.',
      hint: 'Check the spelling, and that this computer is online.',
    },
    id: {
      message: 'Nama {address} tidak ditemukan alamatnya.',
      hint: 'Periksa ejaannya, dan pastikan komputer ini tersambung ke internet.',
    },
  },
  'hosts.port-closed': {
    en: {
      message: '{address} refuses connections.',
      hint: 'Check the port, and that the SSH service is running on the server.',
    },
    id: {
      message: '{address} menolak sambungan.',
      hint: 'Periksa nomor port, dan pastikan layanan SSH di server berjalan.',
    },
  },
  'hosts.unreachable': {
    en: {
      message: '{address} cannot be reached: {detail}',
      hint: 'Check the network of this computer and of the server.',
    },
    id: {
      message: '{address} tidak bisa dijangkau: {detail}',
      hint: 'Periksa jaringan komputer ini dan jaringan server.',
    },
  },
  'hosts.no-banner': {
    en: {
      message: '{address} accepted the connection but said nothing for {seconds} s.',
      hint: 'Is this really the SSH port? A firewall in between may also do this.',
    },
    id: {
      message: '{address} menerima sambungan tetapi diam selama {seconds} detik.',
      hint: 'Apakah ini benar port SSH? Firewall di tengah jalan juga bisa menyebabkan ini.',
    },
  },
  'hosts.handshake-failed': {
    en: {
      message: 'No secure connection to {address} could be agreed on: {detail}',
      hint: 'Check that this is an SSH port, and that the SSH server is not too old.',
    },
    id: {
      message: 'Sambungan aman ke {address} gagal dibuat: {detail}',
      hint: 'Pastikan ini port SSH, dan server SSH-nya tidak terlalu lama.',
    },
  },
  'hosts.host-key-declined': {
    en: {
      message: 'The key of {address} ({fingerprint}) was not accepted, so nothing was sent to it.',
      hint: 'Compare the fingerprint on the server itself (ssh-keygen -lf), then connect again.',
    },
    id: {
      message: 'Kunci {address} ({fingerprint}) tidak diterima, jadi tidak ada yang dikirim.',
      hint: 'Cocokkan sidik jarinya langsung di server (ssh-keygen -lf), lalu hubungkan lagi.',
    },
  },
  'hosts.host-key-changed': {
    en: {
      message:
        'The key of {address} has CHANGED. Known: {expected}. Now offered: {actual}. Nothing was sent to it.',
      hint: 'Someone may be listening in. Only if you know that the server was reinstalled: remove line {line} of {file}, then connect and compare the new fingerprint.',
    },
    id: {
      message:
        'Kunci {address} BERUBAH. Yang dikenal: {expected}. Sekarang: {actual}. Tidak ada yang dikirim.',
      hint: 'Mungkin ada yang menyadap. Hanya kalau server memang dipasang ulang: hapus baris {line} di {file}, lalu hubungkan dan cocokkan sidik jari yang baru.',
    },
  },
  'hosts.host-key-swapped': {
    en: {
      message: '{address} now shows {actual}, but you accepted {expected}. Nothing was sent to it.',
      hint: 'Two servers may answer at this address, or someone is listening in. Find out before you connect.',
    },
    id: {
      message: '{address} sekarang menunjukkan {actual}, padahal yang Anda terima {expected}.',
      hint: 'Mungkin ada dua server di alamat ini, atau ada yang menyadap. Pastikan dulu sebelum menghubungkan.',
    },
  },
  'hosts.host-key-revoked': {
    en: {
      message: 'The key of {address} ({actual}) is marked as revoked in {file}, line {line}.',
      hint: 'Do not use this server until whoever runs it has given it a new key.',
    },
    id: {
      message: 'Kunci {address} ({actual}) ditandai dicabut di {file}, baris {line}.',
      hint: 'Jangan pakai server ini sampai pengelolanya memberi kunci baru.',
    },
  },
  'hosts.certificate-authority': {
    en: {
      message:
        '{address} is known only through a certificate authority ({file}, line {line}), which is not supported.',
      hint: "Add the server's own key to known_hosts (ssh-keyscan, compared on the server), then connect again.",
    },
    id: {
      message:
        '{address} hanya dikenal lewat otoritas sertifikat ({file}, baris {line}), yang belum didukung.',
      hint: 'Tambahkan kunci server itu sendiri ke known_hosts (cocokkan di server), lalu hubungkan lagi.',
    },
  },
  'hosts.known-hosts-unreadable': {
    en: {
      message: 'The list of known servers {file} cannot be used: {detail}',
      hint: 'Make the file readable. Without it a changed key could not be noticed, so Ronda does not connect.',
    },
    id: {
      message: 'Daftar server yang dikenal {file} tidak bisa dipakai: {detail}',
      hint: 'Perbaiki izin bacanya. Tanpa berkas itu kunci yang berubah tidak ketahuan, jadi Ronda tidak menghubungkan.',
    },
  },
  'hosts.login-refused': {
    en: {
      message: '{address} did not admit {user}. Tried: {tried}. The server admits by: {offered}.',
      hint: 'Check the user name, and that your public key stands in ~/.ssh/authorized_keys of that user.',
    },
    id: {
      message: '{address} tidak menerima {user}. Dicoba: {tried}. Server menerima: {offered}.',
      hint: 'Periksa nama pengguna, dan pastikan kunci publik Anda ada di ~/.ssh/authorized_keys pengguna itu.',
    },
  },
  'hosts.identity-unusable': {
    en: {
      message: '{address} did not admit {user}. Here are keys that Ronda cannot sign in with: {keys}',
      hint: 'Security keys (FIDO) and SSH certificates do not work in Ronda. Make a key for it (ssh-keygen -t ed25519), add its public part to ~/.ssh/authorized_keys of that user, and choose it for this server.',
    },
    id: {
      message:
        '{address} tidak menerima {user}. Di sini ada kunci yang tidak bisa dipakai Ronda untuk masuk: {keys}',
      hint: 'Kunci keamanan (FIDO) dan sertifikat SSH belum bisa dipakai di Ronda. Buat kunci khusus (ssh-keygen -t ed25519), tambahkan bagian publiknya ke ~/.ssh/authorized_keys pengguna itu, lalu pilih kunci itu untuk server ini.',
    },
  },
  'hosts.password-wrong': {
    en: {
      message: '{address} did not admit {user} with that password.',
      hint: 'Check user name and password; connect again to enter it once more.',
    },
    id: {
      message: '{address} tidak menerima {user} dengan kata sandi itu.',
      hint: 'Periksa nama pengguna dan kata sandi; hubungkan lagi untuk mengisinya ulang.',
    },
  },
  'hosts.passphrase-wrong': {
    en: {
      message: 'That passphrase does not open the key {file}.',
      hint: 'Connect again to enter it once more, or load the key into your SSH agent.',
    },
    id: {
      message: 'Frasa sandi itu tidak membuka kunci {file}.',
      hint: 'Hubungkan lagi untuk mengisinya ulang, atau muat kunci itu ke agen SSH.',
    },
  },
  'hosts.prompt-declined': {
    en: {
      message: 'No answer was given to: {label}.',
      hint: 'Connect again when you have it at hand.',
    },
    id: { message: 'Tidak ada jawaban untuk: {label}.', hint: 'Hubungkan lagi kalau sudah siap.' },
  },
  'hosts.key-unreadable': {
    en: {
      message: 'The key file {file} cannot be read: {detail}',
      hint: 'Check the path and that you may read the file.',
    },
    id: {
      message: 'Berkas kunci {file} tidak bisa dibaca: {detail}',
      hint: 'Periksa lokasinya dan izin bacanya.',
    },
  },
  'hosts.key-invalid': {
    en: {
      message: '{file} is not a private key that can be used: {detail}',
      hint: 'Choose the private key (the file without .pub), in OpenSSH or PEM form.',
    },
    id: {
      message: '{file} bukan kunci privat yang bisa dipakai: {detail}',
      hint: 'Pilih kunci privat (berkas tanpa .pub), berformat OpenSSH atau PEM.',
    },
  },
  'hosts.agent-missing': {
    en: {
      message: 'No SSH agent is running for this session.',
      hint: 'Start one (ssh-agent, ssh-add) before Ronda, or choose a key file for this host.',
    },
    id: {
      message: 'Tidak ada agen SSH yang berjalan di sesi ini.',
      hint: 'Jalankan dulu (ssh-agent, ssh-add) sebelum Ronda, atau pilih berkas kunci untuk host ini.',
    },
  },
  'hosts.agent-unreachable': {
    en: {
      message: 'The SSH agent at {socket} does not answer: {detail}',
      hint: 'Start the agent again, or choose a key file for this host.',
    },
    id: {
      message: 'Agen SSH di {socket} tidak menjawab: {detail}',
      hint: 'Jalankan ulang agennya, atau pilih berkas kunci untuk host ini.',
    },
  },
  'hosts.agent-empty': {
    en: {
      message: 'The SSH agent at {socket} holds no key.',
      hint: 'Load your key with ssh-add, then connect again.',
    },
    id: {
      message: 'Agen SSH di {socket} belum memuat kunci.',
      hint: 'Muat kunci dengan ssh-add, lalu hubungkan lagi.',
    },
  },
  'hosts.connection-lost': {
    en: {
      message: 'The connection to {address} was lost: {detail}',
      hint: 'It is tried again by itself. Check the network if it stays away.',
    },
    id: {
      message: 'Sambungan ke {address} terputus: {detail}',
      hint: 'Akan dicoba lagi secara otomatis. Periksa jaringan kalau tidak kunjung tersambung.',
    },
  },
  'hosts.identities-missing': {
    en: {
      message: 'No key to sign in with was found: neither in an SSH agent nor in {files}.',
      hint: 'Load your key with ssh-add, or name its file as IdentityFile in ~/.ssh/config.',
    },
    id: {
      message: 'Tidak ada kunci untuk masuk: tidak di agen SSH, tidak juga di {files}.',
      hint: 'Muat kunci dengan ssh-add, atau tulis berkasnya sebagai IdentityFile di ~/.ssh/config.',
    },
  },
  'hosts.config-unreadable': {
    en: {
      message: 'The SSH configuration {file} cannot be used: {detail}',
      hint: 'Make the file readable; this server is looked up in it at each connect.',
    },
    id: {
      message: 'Konfigurasi SSH {file} tidak bisa dipakai: {detail}',
      hint: 'Perbaiki izin bacanya; server ini dicari di sana setiap kali menghubungkan.',
    },
  },
  'hosts.alias-unknown': {
    en: {
      message: '{file} no longer has a host {alias}.',
      hint: 'Put the Host line back, or remove this server here and add it again.',
    },
    id: {
      message: 'Host {alias} sudah tidak ada di {file}.',
      hint: 'Kembalikan baris Host itu, atau hapus server ini di sini lalu tambahkan lagi.',
    },
  },
  'hosts.alias-unusable': {
    en: {
      message: 'What {file} says of {alias} cannot be used: its address, user or way is not a valid one.',
      hint: 'See what ssh -G {alias} prints, and mend HostName, User or ProxyJump there (at most four jumps).',
    },
    id: {
      message: 'Isi {file} untuk {alias} tidak bisa dipakai: alamat, pengguna, atau jalurnya tidak benar.',
      hint: 'Lihat keluaran ssh -G {alias}, lalu perbaiki HostName, User, atau ProxyJump (paling banyak empat).',
    },
  },
  'hosts.proxy-declined': {
    en: {
      message: 'The command that leads to {address} was not accepted, so it was not run: {command}',
      hint: 'Connect again and accept it if you know it, or change it.',
    },
    id: {
      message: 'Perintah menuju {address} tidak disetujui, jadi tidak dijalankan: {command}',
      hint: 'Hubungkan lagi dan setujui kalau Anda mengenalnya, atau ubah perintahnya.',
    },
  },
  'hosts.proxy-failed': {
    en: {
      message: 'The proxy command ended before the server answered: {detail}',
      hint: 'Run it in a terminal and see what it says: {command}',
    },
    id: {
      message: 'Perintah proksi berhenti sebelum server menjawab: {detail}',
      hint: 'Jalankan di terminal dan lihat pesannya: {command}',
    },
  },
  'hosts.jump-failed': {
    en: {
      message: '{jump} does not lead on to {address}: {detail}',
      hint: 'Check the address as that server sees it, and that it allows forwarding (AllowTcpForwarding).',
    },
    id: {
      message: '{jump} tidak meneruskan ke {address}: {detail}',
      hint: 'Periksa alamat itu dari sisi server tersebut, dan pastikan AllowTcpForwarding diizinkan.',
    },
  },
  'hosts.prompt-wrong-answer': {
    en: {
      message: 'That answer does not fit the question.',
      hint: 'Answer the question that is shown now.',
    },
    id: {
      message: 'Jawaban itu tidak cocok dengan pertanyaannya.',
      hint: 'Jawab pertanyaan yang sedang tampil.',
    },
  },
});
