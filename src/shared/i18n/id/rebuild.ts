import type { Catalogue } from '../catalogue.ts';
import type { rebuild as english } from '../en/rebuild.ts';

export const rebuild: Catalogue<typeof english> = {
  title: 'Bangun ulang',
  body: 'Kalau servernya hilang, semua yang ada di Docker dibangun lagi di engine kosong dari komputer ini saja: image, jaringan, volume beserta basis datanya, berkas, kontainer. Susunan server disimpan di brankas, lengkap dengan nilai environment-nya.',
  none: 'Server ini belum bisa dibangun ulang',
  noneBody:
    'Siapkan selagi servernya ada: susunannya dibaca, dan yang masih kurang disalin: image, basis data, dan volume.',
  prepare: 'Siapkan bangun ulang',
  prepareAgain: 'Perbarui',
  preparing: 'Menyiapkan bangun ulang',
  start: 'Bangun ulang…',
  ready: 'Tidak ada yang kurang untuk bangun ulang',
  gaps_other: '{{count}} hal masih kurang',
  missing: 'Yang masih kurang',
  contents: '{{containers}} kontainer · {{volumes}} volume · {{files}} berkas',
  leftOut: 'Tidak ikut, dipasang sendiri: {{names}}',
  dialogTitle: 'Bangun ulang {{host}}',
  target: 'Bangun di',
  targetHelp: 'Server yang terhubung dengan engine kosong. Tidak ada yang ditimpa.',
  noTarget: 'Belum ada server terhubung untuk tempat membangun. Tambahkan dulu server barunya.',
  summary: '{{containers}} kontainer; {{size}} dikirim',
  leftovers: 'Sisa bangun ulang yang terputus, dihapus dulu: {{names}}',
  otherFiles:
    'Sudah ada berkas lain dengan nama ini; milik kita diletakkan di sampingnya dengan akhiran .ronda: {{names}}',
  volumes: 'Volume',
  volume: 'Volume',
  filledFrom: 'Diisi dari',
  size: 'Ukuran',
  archiveOf: 'arsip {{at}}',
  beginsEmpty: 'mulai kosong',
  safety:
    'Kalau gagal sebelum semuanya jalan, yang sudah dibuat dihapus lagi; image yang sudah dimuat tetap ada. Yang sudah jalan dibiarkan, dan yang tidak sehat disebutkan.',
  confirm: 'Bangun sekarang',
  cancel: 'Batalkan',
  done: 'Selesai dibangun ulang dalam {{time}}. Semuanya sehat.',
  partly: 'Selesai dibangun ulang dalam {{time}}, tetapi belum semuanya sehat',
  failing: 'Pemeriksaan yang belum lolos: {{names}}',
  kind: { image: 'image', database: 'basis data', volume: 'volume' },
  stages: { plan: 'Rencana', confirm: 'Konfirmasi', run: 'Bangun', result: 'Hasil' },
};
