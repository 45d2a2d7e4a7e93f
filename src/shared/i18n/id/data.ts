import type { Catalogue } from '../catalogue.ts';
import type { data as english } from '../en/data.ts';

export const data: Catalogue<typeof english> = {
  title: 'Data JSON',
  body: 'Berkas JSON di volume dan folder layanan, sebagai commit repositori Git dalam folder cadangan: satu commit tiap perubahan, juga setiap selesai satu putaran cadangan terjadwal.',
  take: 'Commit sekarang',
  unchanged: 'Tidak ada perubahan sejak commit terakhir.',
  committed_other: 'Sudah di-commit; {{count}} berkas tersimpan.',
  named: 'Perhatikan: {{names}}',
  none: 'Belum ada commit',
  noneBody: 'Yang pertama menyimpan semua berkas JSON apa adanya; setelah itu hanya yang berubah.',
  commits: 'Daftar commit',
  at: 'Waktu',
  change: 'Perubahan',
  commit: 'Commit',
  actions: 'Tindakan',
  show: 'Lihat…',
  dialogTitle: 'Berkas pada {{commit}}',
  noFiles: 'Commit ini tidak berisi berkas.',
  file: 'Berkas',
};
