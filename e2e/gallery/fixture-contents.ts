import type { TableDifference, TableInfo, TableRows } from '../../src/shared/domain/backup-contents.ts';

const column = (name: string, type: string, rules: Partial<TableInfo['columns'][number]> = {}) => ({
  name,
  type,
  isKey: false,
  isRequired: false,
  isGenerated: false,
  ...rules,
});

const warga: TableInfo = {
  name: 'warga',
  rows: 1284,
  columns: [
    column('id', 'INTEGER', { isKey: true }),
    column('nama', 'TEXT', { isRequired: true }),
    column('blok', 'TEXT'),
    column('iuran', 'INTEGER'),
    column('catatan', 'TEXT'),
    column('foto', 'BLOB'),
  ],
  schema: [
    'CREATE TABLE warga (\n  id INTEGER PRIMARY KEY,\n  nama TEXT NOT NULL,\n  blok TEXT,\n  iuran INTEGER,\n  catatan TEXT,\n  foto BLOB\n)',
    'CREATE INDEX warga_blok ON warga (blok)',
  ],
};

export const tables: TableInfo[] = [
  warga,
  ...['iuran', 'keluarga', 'pengumuman_dan_undangan_rapat_warga', 'riwayat'].map((name, index) => ({
    ...warga,
    name,
    rows: [15_204, 412, 87, 240_118][index] ?? 0,
  })),
  { name: 'cari', rows: null, columns: [], schema: ['CREATE VIRTUAL TABLE cari USING fts5(isi)'] },
];

const names = ['Siti Rahayu', 'Budi Santoso', 'Dewi Lestari', 'Agus Salim', 'Rina Wulandari'];

export const rows: TableRows = {
  columns: warga.columns.map(({ name }) => name),
  rows: Array.from({ length: 50 }, (_, index) => [
    { kind: 'number' as const, text: String(index + 1), size: null },
    { kind: 'text' as const, text: names[index % names.length] ?? '', size: null },
    { kind: 'text' as const, text: `A${(index % 12) + 1}`, size: null },
    { kind: 'number' as const, text: String(50_000 + index * 1000), size: null },
    index % 4 === 1
      ? {
          kind: 'text' as const,
          text: 'Pindah dari RT 02, menunggu surat keterangan. '.repeat(6),
          size: 1204,
        }
      : { kind: 'null' as const, text: '', size: null },
    { kind: 'blob' as const, text: 'ffd8ffe000104a46494600010100004800480000ffe1', size: 48_211 + index },
  ]),
  total: 1284,
};

const difference = (name: string, over: Partial<TableDifference> = {}): TableDifference => ({
  name,
  where: 'both',
  added: 0,
  removed: 0,
  changed: 0,
  schemaChanged: false,
  columns: { added: [], removed: [] },
  ...over,
});

export const differences: TableDifference[] = [
  difference('iuran', { added: 214, changed: 31 }),
  difference('keluarga'),
  difference('pengumuman_dan_undangan_rapat_warga', { where: 'only-newer', added: 87 }),
  difference('riwayat', { added: 1902, removed: 3 }),
  difference('surat_lama', { where: 'only-older', removed: 12 }),
  difference('warga', {
    added: 4,
    changed: 12,
    schemaChanged: true,
    columns: { added: ['foto'], removed: ['telepon'] },
  }),
];
