import type { Catalogue } from '../catalogue.ts';
import type { discovery as english } from '../en/discovery.ts';

export const discovery: Catalogue<typeof english> = {
  found_other: 'Ada {{count}} basis data yang belum disebut buku panduan.',
  open: 'Lihat…',
  title: 'Basis data yang belum disebut buku panduan',
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
  content: {
    sqlite: 'SQLite',
    other: 'Bernama basis data, tetapi bukan SQLite',
    unreadable: 'Tidak boleh dibaca oleh layanannya',
  },
  noName: 'Buku panduan tidak bisa menyebut path seperti ini.',
  unread: 'Tidak dilihat: {{services}}.',
  partly: 'Masih ada berkas lain yang belum dilihat.',
};
