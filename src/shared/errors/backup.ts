import { defineErrors } from './define-errors.ts';

export const backupErrors = defineErrors({
  'backup.no-container': {
    en: {
      message: 'No container of {service} is running on {host}.',
      hint: 'Start the service first: a database is copied out of its running container.',
    },
    id: {
      message: 'Tidak ada kontainer {service} yang berjalan di {host}.',
      hint: 'Jalankan dulu layanannya: basis data disalin dari kontainer yang sedang berjalan.',
    },
  },
  'backup.unknown-database': {
    en: {
      message: 'The profile of this host has no database {database} in {service}.',
      hint: 'Check the profile; a database is listed there with its path and volume.',
    },
    id: {
      message: 'Profil host ini tidak punya basis data {database} di {service}.',
      hint: 'Periksa profilnya; basis data didaftarkan di sana beserta path dan volumenya.',
    },
  },
  'backup.not-discovered': {
    en: {
      message: 'No database was found at {path} in {service}.',
      hint: 'Look again with ronda backup discover: only files in volumes and mounted folders are found.',
    },
    id: {
      message: 'Tidak ada basis data di {path} pada {service}.',
      hint: 'Cari lagi dengan ronda backup discover: hanya berkas di volume dan folder yang dipasang yang dicari.',
    },
  },
  'backup.already-named': {
    en: {
      message: 'The manual names {path} already: {database} of {service}.',
      hint: 'It is backed up under that name. Nothing was changed.',
    },
    id: {
      message: 'Panduan sudah menyebut {path}: {database} milik {service}.',
      hint: 'Basis data itu dicadangkan dengan nama tersebut. Tidak ada yang diubah.',
    },
  },
  'backup.id-taken': {
    en: {
      message: '{service} has another database by the name {database}.',
      hint: 'Choose another name. Nothing was changed.',
    },
    id: {
      message: '{service} sudah punya basis data lain bernama {database}.',
      hint: 'Pilih nama lain. Tidak ada yang diubah.',
    },
  },
  'backup.not-added': {
    en: {
      message: '{database} of {service} was not added here.',
      hint: 'What the manual itself names is taken out by editing the manual. Nothing was changed.',
    },
    id: {
      message: '{database} milik {service} bukan tambahan dari sini.',
      hint: 'Yang tertulis di buku panduan sendiri dihapus dengan menyunting panduannya. Tidak ada yang diubah.',
    },
  },
  'backup.unknown-table': {
    en: {
      message: 'This backup has no table {table} that can be read.',
      hint: 'Choose one of the tables that are listed. A virtual table is not opened: it would run the file’s own code.',
    },
    id: {
      message: 'Cadangan ini tidak punya tabel {table} yang bisa dibaca.',
      hint: 'Pilih salah satu tabel yang tercantum. Tabel virtual tidak dibuka: itu akan menjalankan kode dari berkasnya.',
    },
  },
  'backup.not-comparable': {
    en: {
      message: 'These two backups are of different databases.',
      hint: 'Choose two copies of the same database.',
    },
    id: {
      message: 'Kedua cadangan ini dari basis data yang berbeda.',
      hint: 'Pilih dua salinan dari basis data yang sama.',
    },
  },
  'backup.no-method': {
    en: {
      message: 'There is no way to copy the database out of {container}: {missing} is missing in it.',
      hint: 'Use an image that has node with better-sqlite3, Node 22.5 or newer, or the sqlite3 program (3.27 or newer).',
    },
    id: {
      message: 'Basis data tidak bisa disalin dari {container}: {missing} tidak ada di dalamnya.',
      hint: 'Pakai image yang berisi node dengan better-sqlite3, Node 22.5 ke atas, atau program sqlite3 (3.27 ke atas).',
    },
  },
  'backup.no-timer': {
    en: {
      message:
        '{container} has neither Node with an SQLite nor sqlite3, and it cannot be paused safely for a copy: {host} lacks {missing}.',
      hint: 'Use an image that has one of them, or give the SSH user a docker command. Nothing was paused.',
    },
    id: {
      message:
        '{container} tidak punya Node dengan SQLite maupun sqlite3, dan tidak bisa dijeda dengan aman untuk disalin: di {host} tidak ada {missing}.',
      hint: 'Pakai image yang punya salah satunya, atau sediakan perintah docker bagi pengguna SSH. Tidak ada yang dijeda.',
    },
  },
  'backup.too-large-to-pause': {
    en: {
      message:
        '{path} is too large ({size}) to be copied out of {container} within {seconds} s at {rate} a second.',
      hint: 'Nothing was paused. Use an image with Node or sqlite3, which copies without a pause, or a faster line.',
    },
    id: {
      message:
        '{path} terlalu besar ({size}) untuk disalin dari {container} dalam {seconds} detik pada {rate} per detik.',
      hint: 'Tidak ada yang dijeda. Pakai image dengan Node atau sqlite3, yang menyalin tanpa jeda, atau jaringan yang lebih cepat.',
    },
  },
  'backup.pause-failed': {
    en: {
      message: '{container} could not be paused and let go on as it should: {detail}',
      hint: 'Look with docker ps: a timer on the server lets it go on within 20 seconds. No copy was kept.',
    },
    id: {
      message: '{container} tidak bisa dijeda dan dijalankan lagi sebagaimana mestinya: {detail}',
      hint: 'Periksa dengan docker ps: timer di server menjalankannya lagi dalam 20 detik. Tidak ada salinan yang disimpan.',
    },
  },
  'backup.pause-ended': {
    en: {
      message: 'The copy out of {container} took longer than it may stay paused.',
      hint: 'The service runs on, and no copy was kept. Try again when the line is quieter.',
    },
    id: {
      message: 'Menyalin dari {container} lebih lama daripada batas jedanya.',
      hint: 'Layanannya sudah berjalan lagi dan tidak ada salinan yang disimpan. Coba lagi saat jaringan lebih lengang.',
    },
  },
  'backup.source-missing': {
    en: {
      message: 'There is no file {path} in {container}.',
      hint: 'Check the path of the database in the profile.',
    },
    id: {
      message: 'Tidak ada berkas {path} di {container}.',
      hint: 'Periksa path basis data di profil.',
    },
  },
  'backup.source-locked': {
    en: {
      message: 'Another program holds {path} locked for itself; waited {seconds} s.',
      hint: 'Nothing was copied and nothing is left behind. Try again when that work is over.',
    },
    id: {
      message: 'Program lain sedang mengunci {path}; sudah ditunggu {seconds} detik.',
      hint: 'Tidak ada yang disalin dan tidak ada sisa. Coba lagi setelah pekerjaan itu selesai.',
    },
  },
  'backup.source-failed': {
    en: {
      message: 'The database could not be read in {container}: {detail}',
      hint: 'Look at the log of the service. No partial copy was kept.',
    },
    id: {
      message: 'Basis data tidak bisa dibaca di {container}: {detail}',
      hint: 'Lihat log layanannya. Salinan yang belum utuh tidak disimpan.',
    },
  },
  'backup.link-lost': {
    en: {
      message: 'The connection to {host} was lost during: {step}.',
      hint: 'Nothing unfinished was kept. Ronda reconnects by itself; start again then.',
    },
    id: {
      message: 'Koneksi ke {host} terputus saat: {step}.',
      hint: 'Tidak ada hasil setengah jadi yang disimpan. Ronda menyambung sendiri; ulangi setelah itu.',
    },
  },
  'backup.no-space': {
    en: {
      message: 'The disk of the backup folder {folder} has no room: {needed} needed, {free} free.',
      hint: 'Free some space or choose another backup folder. The older backups are untouched.',
    },
    id: {
      message: 'Disk folder cadangan {folder} tidak cukup: perlu {needed}, tersisa {free}.',
      hint: 'Kosongkan ruang atau pilih folder cadangan lain. Cadangan lama tidak berubah.',
    },
  },
  'backup.write-failed': {
    en: {
      message: 'The copy could not be written to {folder}: {detail}',
      hint: 'Check the disk and its permissions. The partial copy was removed; older backups are untouched.',
    },
    id: {
      message: 'Salinan tidak bisa ditulis ke {folder}: {detail}',
      hint: 'Periksa disk dan izinnya. Salinan yang belum utuh dihapus; cadangan lama tidak berubah.',
    },
  },
  'backup.inspector-failed': {
    en: {
      message: 'The copy could not be checked: {detail}',
      hint: 'Try again. If it happens again, the copy itself may be damaged or hostile.',
    },
    id: {
      message: 'Salinan tidak bisa diperiksa: {detail}',
      hint: 'Coba lagi. Kalau terulang, salinan itu mungkin rusak atau berbahaya.',
    },
  },
  'backup.not-sqlite': {
    en: {
      message: '{file} is not an SQLite database',
      hint: 'Choose the .db file that the app exported. A packed one must be unpacked first. Nothing was changed.',
    },
    id: {
      message: '{file} bukan basis data SQLite',
      hint: 'Pilih berkas .db hasil ekspor aplikasi. Yang masih dikompres harus dibuka dulu. Tidak ada yang diubah.',
    },
  },
  'backup.file-unreadable': {
    en: {
      message: '{file} could not be read: {detail}',
      hint: 'Check that it is still there and that you may read it. Nothing was changed.',
    },
    id: {
      message: '{file} tidak bisa dibaca: {detail}',
      hint: 'Pastikan berkasnya masih ada dan Anda boleh membacanya. Tidak ada yang diubah.',
    },
  },
  'backup.file-exists': {
    en: {
      message: '{file} is there already and was not touched.',
      hint: 'Choose a name that is free. Ronda never writes over a file of yours.',
    },
    id: {
      message: '{file} sudah ada dan dibiarkan.',
      hint: 'Pilih nama yang belum dipakai. Ronda tidak pernah menimpa berkas Anda.',
    },
  },
  'backup.save-failed': {
    en: {
      message: '{file} could not be written: {detail}',
      hint: 'Choose a folder that exists, is yours and has room. Nothing was left there; the backup is untouched.',
    },
    id: {
      message: '{file} tidak bisa ditulis: {detail}',
      hint: 'Pilih folder yang ada, milik Anda, dan masih lega. Tidak ada sisa di sana; cadangannya tetap utuh.',
    },
  },
  'backup.key-locked': {
    en: {
      message: 'The key of encrypted backups is in the vault, which is locked.',
      hint: 'Unlock the vault in the settings, then try again. Nothing was changed.',
    },
    id: {
      message: 'Kunci cadangan terenkripsi ada di brankas, dan brankasnya terkunci.',
      hint: 'Buka brankas di pengaturan, lalu coba lagi. Tidak ada yang diubah.',
    },
  },
  'backup.key-missing': {
    en: {
      message: 'None of the keys in the vault opens {file}.',
      hint: 'It was encrypted with another key or passphrase. Add that key in the settings, or open it with the age command.',
    },
    id: {
      message: 'Tidak ada kunci di brankas yang bisa membuka {file}.',
      hint: 'Berkas ini dienkripsi dengan kunci atau kata sandi lain. Tambahkan kuncinya di pengaturan, atau buka dengan perintah age.',
    },
  },
  'backup.key-not-one': {
    en: {
      message: 'This is not a secret key of age.',
      hint: 'It begins with AGE-SECRET-KEY-1 and is one line of the key file.',
    },
    id: {
      message: 'Ini bukan kunci rahasia age.',
      hint: 'Kuncinya diawali AGE-SECRET-KEY-1, satu baris dari berkas kunci.',
    },
  },
  'backup.no-key': {
    en: {
      message: 'The vault holds no secret key of backups.',
      hint: 'Make a key first, or add one of another computer. Nothing was written.',
    },
    id: {
      message: 'Tidak ada kunci rahasia cadangan di brankas.',
      hint: 'Buat kunci dulu, atau tambahkan kunci dari komputer lain. Tidak ada yang ditulis.',
    },
  },
  'backup.no-recipient': {
    en: {
      message: 'Backups are to be encrypted, but no public key is set.',
      hint: 'Make a key in the settings or add one, or switch encryption off. Nothing was copied.',
    },
    id: {
      message: 'Cadangan harus dienkripsi, tetapi belum ada kunci publik.',
      hint: 'Buat atau tambahkan kunci di pengaturan, atau matikan enkripsi. Tidak ada yang disalin.',
    },
  },
  'backup.unverified': {
    en: {
      message: 'The copy was taken but failed its check ({step}): {detail}',
      hint: 'It is kept as {file} and does not count as a backup. The database itself may be damaged: look at it now.',
    },
    id: {
      message: 'Salinan sudah diambil tetapi gagal diperiksa ({step}): {detail}',
      hint: 'Disimpan sebagai {file} dan tidak dihitung sebagai cadangan. Basis datanya mungkin rusak: periksa sekarang.',
    },
  },
  'backup.not-found': {
    en: { message: 'This backup is no longer in the catalogue.', hint: 'Rescan the backup folder.' },
    id: { message: 'Cadangan ini sudah tidak ada di katalog.', hint: 'Pindai ulang folder cadangan.' },
  },
  'backup.file-missing': {
    en: {
      message: 'The file {file} is not in the backup folder.',
      hint: 'Connect the disk it lies on, or rescan the folder.',
    },
    id: {
      message: 'Berkas {file} tidak ada di folder cadangan.',
      hint: 'Sambungkan disk tempat berkas itu, atau pindai ulang foldernya.',
    },
  },
  'backup.manifest-refused': {
    en: {
      message: 'The manifest {file} cannot be used: {problem}',
      hint: 'It was left as it is. Restore the folder from another copy if this backup matters.',
    },
    id: {
      message: 'Manifes {file} tidak bisa dipakai: {problem}',
      hint: 'Berkas itu dibiarkan. Ambil dari salinan lain kalau cadangan ini penting.',
    },
  },
  'backup.refused-damaged': {
    en: {
      message: 'This backup is damaged ({step}): {detail}',
      hint: 'The server was not touched. Choose another backup.',
    },
    id: {
      message: 'Cadangan ini rusak ({step}): {detail}',
      hint: 'Server tidak disentuh. Pilih cadangan lain.',
    },
  },
  'backup.different-application': {
    en: {
      message: 'This backup does not belong to {service}: {detail}',
      hint: 'The service keeps its database. If you are sure, repeat it with force.',
    },
    id: {
      message: 'Cadangan ini bukan milik {service}: {detail}',
      hint: 'Basis data layanan tetap seperti semula. Kalau yakin, ulangi dengan paksa (force).',
    },
  },
  'backup.newer-schema': {
    en: {
      message: 'This backup has schema version {found}, newer than what {service} uses ({current}).',
      hint: 'Update the service first. If you are sure, repeat it with force.',
    },
    id: {
      message: 'Cadangan ini memakai skema versi {found}, lebih baru dari {service} ({current}).',
      hint: 'Perbarui dulu layanannya. Kalau yakin, ulangi dengan paksa (force).',
    },
  },
  'backup.match-unknown': {
    en: {
      message: 'The current database could not be read: whether this backup matches it is not known.',
      hint: 'Make sure that this is the backup you mean.',
    },
    id: {
      message: 'Basis data saat ini tidak bisa dibaca: cocok tidaknya cadangan ini tidak diketahui.',
      hint: 'Pastikan ini cadangan yang dimaksud.',
    },
  },
  'backup.stops-others': {
    en: {
      message: 'Also stops what shares the volume: {names}.',
      hint: 'They are started again with the service.',
    },
    id: {
      message: 'Yang memakai volume yang sama ikut dihentikan: {names}.',
      hint: 'Semuanya dijalankan lagi bersama layanannya.',
    },
  },
  'backup.nothing-running': {
    en: {
      message: 'No container is running: nothing will be started and no health can be waited for.',
      hint: 'Start the service afterwards and look whether it is healthy.',
    },
    id: {
      message:
        'Tidak ada kontainer yang berjalan: tidak ada yang dijalankan dan kesehatan tidak bisa ditunggu.',
      hint: 'Setelah itu jalankan layanannya dan periksa apakah sehat.',
    },
  },
  'backup.plan-outdated': {
    en: {
      message: 'The server has changed since this plan was made.',
      hint: 'Nothing was touched. Look at the new plan and confirm it again.',
    },
    id: {
      message: 'Keadaan server sudah berubah sejak rencana ini dibuat.',
      hint: 'Tidak ada yang disentuh. Lihat rencana baru lalu konfirmasi lagi.',
    },
  },
  'backup.no-volume': {
    en: {
      message: '{path} does not lie in a volume of {container}.',
      hint: 'Ronda restores into volumes only: what is in a container itself is lost when it is recreated.',
    },
    id: {
      message: '{path} tidak berada di dalam volume {container}.',
      hint: 'Ronda hanya memulihkan ke volume: isi kontainer hilang saat kontainer dibuat ulang.',
    },
  },
  'backup.target-read-only': {
    en: {
      message: 'The volume {volume} cannot be written to: {detail}',
      hint: 'The service was left running with its old data. Make the volume writable and try again.',
    },
    id: {
      message: 'Volume {volume} tidak bisa ditulisi: {detail}',
      hint: 'Layanan tetap berjalan dengan data lama. Buat volume bisa ditulisi lalu coba lagi.',
    },
  },
  'backup.target-in-use': {
    en: {
      message: 'Somebody runs on these files: {names}.',
      hint: 'A container was recreated or started meanwhile. Nothing was replaced under it. Leave the service alone until the restore has ended, and begin it anew.',
    },
    id: {
      message: 'Berkas ini sedang dipakai: {names}.',
      hint: 'Ada kontainer yang dibuat ulang atau dijalankan di tengah jalan. Tidak ada yang diganti di bawahnya. Biarkan layanan sampai pemulihan selesai, lalu mulai lagi.',
    },
  },
  'backup.target-full': {
    en: {
      message: 'The volume {volume} has no room for the restored database ({needed} needed).',
      hint: 'The service was left with its old data. Free some space on the server and try again.',
    },
    id: {
      message: 'Volume {volume} tidak cukup untuk basis data yang dipulihkan (perlu {needed}).',
      hint: 'Layanan tetap memakai data lama. Kosongkan ruang di server lalu coba lagi.',
    },
  },
  'backup.no-shell': {
    en: {
      message: 'The image {image} has no {missing}, which a restore needs.',
      hint: 'Nothing was changed. Use an image with sh and the usual small tools (Alpine or Debian).',
    },
    id: {
      message: 'Image {image} tidak punya {missing}, padahal diperlukan untuk pemulihan.',
      hint: 'Tidak ada yang diubah. Pakai image dengan sh dan alat dasar (Alpine atau Debian).',
    },
  },
  'backup.helper-failed': {
    en: {
      message: 'The helper container on {host} failed at {step}: {detail}',
      hint: 'The old database is in place. Look at the log of Docker on the server, then try again.',
    },
    id: {
      message: 'Kontainer pembantu di {host} gagal pada {step}: {detail}',
      hint: 'Basis data lama tetap di tempatnya. Periksa log Docker di server, lalu coba lagi.',
    },
  },
  'backup.restore-interrupted': {
    en: {
      message: 'The restore on {host} was cut off after: {step}. {detail}',
      hint: 'Ronda finishes or undoes it as soon as the server is connected again. Do not start {service} by hand before that.',
    },
    id: {
      message: 'Pemulihan di {host} terputus setelah: {step}. {detail}',
      hint: 'Ronda akan menyelesaikan atau membatalkannya begitu server tersambung. Jangan jalankan {service} sendiri sebelum itu.',
    },
  },
  'backup.rollback-failed': {
    en: {
      message: 'The restore failed ({reason}) and could not be undone by itself: {detail}',
      hint: 'The old database lies beside the new one as {aside}. Ronda tries again at the next connection.',
    },
    id: {
      message: 'Pemulihan gagal ({reason}) dan tidak bisa dibatalkan otomatis: {detail}',
      hint: 'Basis data lama ada di samping yang baru sebagai {aside}. Ronda mencoba lagi saat tersambung.',
    },
  },
});
