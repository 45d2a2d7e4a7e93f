import type { Catalogue } from '../catalogue.ts';
import type { discovery as english } from '../en/discovery.ts';

export const discovery: Catalogue<typeof english> = {
  found_other: 'Ada {{count}} basis data yang belum disebut buku panduan.',
  addedHere_other: '{{count}} basis data ditambahkan ke buku panduan dari sini.',
  open: 'Lihat…',
  title: 'Basis data di luar buku panduan',
  body: 'Letaknya di volume dan folder layanan di {{host}}, dan belum dicadangkan. Yang ditambahkan ikut dicadangkan sejak saat itu.',
  shared: 'Buku panduan ini juga dipakai {{hosts}}: yang ditambahkan di sini akan dicari di sana juga.',
  list: 'Basis data yang ditemukan',
  file: 'Berkas',
  service: 'Layanan',
  size: 'Ukuran',
  actions: 'Tindakan',
  add: 'Tambahkan',
  addNamed: 'Tambahkan {{path}} ke buku panduan',
  added: '{{file}} sekarang ada di buku panduan, sebagai {{id}} milik {{service}}.',
  addedTitle: 'Ditambahkan ke buku panduan dari sini',
  as: '{{id}}, di {{volume}}',
  remove: 'Keluarkan',
  removeNamed: 'Keluarkan {{id}} milik {{service}}',
  removed:
    '{{id}} milik {{service}} tidak lagi tercatat di buku panduan. Cadangannya tetap ada, dan tampil lagi kalau ditambahkan lagi.',
  content: {
    sqlite: 'SQLite',
    other: 'Bernama basis data, tetapi bukan SQLite',
    unreadable: 'Tidak boleh dibaca oleh layanannya',
  },
  noName: 'Buku panduan tidak bisa menyebut path seperti ini.',
  unread: 'Tidak dilihat: {{services}}.',
  partly: 'Masih ada berkas lain yang belum dilihat.',
};
