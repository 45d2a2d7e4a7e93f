import type { Catalogue } from '../catalogue.ts';
import type { configuration as english } from '../en/configuration.ts';

export const configuration: Catalogue<typeof english> = {
  title: 'Berkas konfigurasi',
  body: 'Berkas Compose, nginx, berkas tunggal yang di-mount ke kontainer, dan berkas yang disebut buku panduan, terenkripsi di brankas: satu snapshot tiap perubahan, diambil bersamaan dengan environment. Isinya hanya tampil kalau Anda minta.',
  take: 'Periksa berkas',
  unchanged: 'Tidak ada berkas yang berubah sejak snapshot terakhir.',
  taken_other: '{{count}} berkas berubah dan sudah disimpan.',
  none: 'Belum ada berkas tersimpan',
  noneBody: 'Pemeriksaan pertama menyimpan semua berkas apa adanya; setelah itu hanya yang berubah.',
  file: 'Berkas',
  size: 'Ukuran',
  origin: { compose: 'Compose', nginx: 'nginx', mounted: 'di-mount', manual: 'buku panduan' },
  absent: 'tidak ada',
  lines: '+{{added}} −{{removed}} baris',
  noText: 'isinya lain, bukan teks',
  revealBody: 'Setiap berkas yang ditampilkan dicatat di jurnal.',
  open: 'Snapshot…',
  dialogTitle: 'Snapshot {{name}}',
  snapshotOf: '#{{snapshot}} · {{at}} · {{size}}',
  firstOne: 'Snapshot pertama',
  showChange: 'Tampilkan perubahannya',
  showFile: 'Tampilkan isinya',
  changeOf: 'Perubahan',
  contentOf: 'Isi berkas',
  cut: 'Hanya {{count}} baris pertama yang tampil; ronda config show mencetak semuanya.',
  appears: 'Berkasnya sekarang tidak ada; akan ditulis baru ({{size}}).',
  restoreBody:
    'Isi yang sekarang dijadikan snapshot dulu. Tidak ada yang dimulai ulang, dan tidak ada perintah yang dijalankan untuk Anda.',
  first: 'Jalankan dulu di server:',
  afterwards: 'Supaya berlaku, jalankan di server:',
};
