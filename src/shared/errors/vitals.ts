import { defineErrors } from './define-errors.ts';

export const vitalsErrors = defineErrors({
  'vitals.not-available': {
    en: {
      message: 'The vitals of this computer can be read on Linux only.',
      hint: 'Its own system tools show disk and memory. Servers over SSH are read as usual.',
    },
    id: {
      message: 'Kondisi komputer ini hanya bisa dibaca di Linux.',
      hint: 'Lihat disk dan memori dengan alat sistemnya. Server lewat SSH tetap dibaca seperti biasa.',
    },
  },
  'vitals.not-over-tcp': {
    en: {
      message: 'Over TCP only Docker is reached, not the server under it.',
      hint: 'Reach the server over SSH to see its disk and memory.',
    },
    id: {
      message: 'Lewat TCP hanya Docker yang terjangkau, bukan servernya.',
      hint: 'Hubungi server lewat SSH untuk melihat disk dan memorinya.',
    },
  },
  'vitals.unreadable': {
    en: {
      message: 'The server does not tell how it is: {detail}',
      hint: 'It must have a POSIX shell, df and /proc. Try the commands by hand.',
    },
    id: {
      message: 'Server tidak bisa menunjukkan kondisinya: {detail}',
      hint: 'Harus ada shell POSIX, df, dan /proc. Coba perintahnya sendiri.',
    },
  },
  'vitals.disk': {
    en: {
      message: 'The disk at {mount} is {percent} % full.',
      hint: 'Free some space: docker system df, journalctl --vacuum-time=7d, du -xh {mount} | sort -h | tail',
    },
    id: {
      message: 'Disk di {mount} terisi {percent} %.',
      hint: 'Kosongkan: docker system df, journalctl --vacuum-time=7d, du -xh {mount} | sort -h | tail',
    },
  },
  'vitals.inodes': {
    en: {
      message: 'The disk at {mount} has used {percent} % of its inodes: soon no file can be made.',
      hint: 'Find where the many small files are: du --inodes -x {mount} | sort -n | tail',
    },
    id: {
      message: 'Inode disk di {mount} terpakai {percent} %: sebentar lagi tidak bisa membuat berkas.',
      hint: 'Cari tempat berkas kecil yang banyak: du --inodes -x {mount} | sort -n | tail',
    },
  },
  'vitals.memory': {
    en: {
      message: '{percent} % of the memory is in use.',
      hint: 'See which container takes it (Services), give it a limit, or restart it.',
    },
    id: {
      message: 'Memori terpakai {percent} %.',
      hint: 'Lihat kontainer mana yang memakainya (Layanan), beri batas, atau jalankan ulang.',
    },
  },
  'vitals.load': {
    en: {
      message: 'The load is {load} on {cpus} CPUs, for five minutes.',
      hint: 'See which container is busy (Services); a slow disk raises the load too.',
    },
    id: {
      message: 'Beban {load} pada {cpus} CPU, selama lima menit.',
      hint: 'Lihat kontainer mana yang sibuk (Layanan); disk yang lambat juga menaikkan beban.',
    },
  },
  'vitals.oom': {
    en: {
      message: 'The kernel killed {count} processes for want of memory.',
      hint: 'See which: dmesg -T | grep -i oom. Give the hungry container a limit, or the server more memory.',
    },
    id: {
      message: 'Kernel mematikan {count} proses karena kehabisan memori.',
      hint: 'Lihat yang mana: dmesg -T | grep -i oom. Batasi kontainer yang rakus, atau tambah memori.',
    },
  },
  'vitals.clock': {
    en: {
      message: 'The clock of the server is {seconds} s off this computer’s.',
      hint: 'Whichever is wrong: switch time synchronisation on (timedatectl set-ntp true).',
    },
    id: {
      message: 'Jam server berbeda {seconds} detik dari komputer ini.',
      hint: 'Yang salah: nyalakan sinkronisasi waktu (timedatectl set-ntp true).',
    },
  },
  'vitals.reboot': {
    en: {
      message: 'The server waits for a reboot. {packages}',
      hint: 'Updates take effect after it: choose a quiet hour, and see that the containers come back.',
    },
    id: {
      message: 'Server menunggu dinyalakan ulang. {packages}',
      hint: 'Pembaruan berlaku setelahnya: pilih jam sepi, dan pastikan kontainer hidup lagi.',
    },
  },
  'vitals.docker': {
    en: {
      message: 'Docker keeps {gigabytes} GB that nothing uses.',
      hint: 'Look first, then free it: docker system df -v, docker image prune. Volumes hold data: leave them.',
    },
    id: {
      message: 'Docker menyimpan {gigabytes} GB yang tidak dipakai.',
      hint: 'Lihat dulu, lalu kosongkan: docker system df -v, docker image prune. Volume berisi data: biarkan.',
    },
  },
});
