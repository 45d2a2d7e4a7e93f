import type { ProfileSource } from '../../shared/domain/profile.ts';

/** The parts of a manual that do not depend on what runs: a generated profile begins with them. */
export const generalManual: Pick<ProfileSource, 'incidents' | 'maintenance'> = {
  incidents: {
    severities: {
      P1: {
        meaning: { id: 'Kritis: seluruh sistem mati', en: 'Critical: the whole system is down' },
        respondWithin: '1h',
        example: { id: 'Semua layanan mati', en: 'All services down' },
      },
      P2: {
        meaning: { id: 'Tinggi: fungsi utama tidak jalan', en: 'High: a main function does not work' },
        respondWithin: '4h',
        example: { id: 'Gagal masuk, data hilang', en: 'Login fails, data loss' },
      },
      P3: {
        meaning: { id: 'Sedang: fungsi kecil terganggu', en: 'Medium: a minor function is disturbed' },
        respondWithin: '24h',
        example: { id: 'Satu fitur bermasalah', en: 'One feature misbehaves' },
      },
      P4: {
        meaning: { id: 'Rendah: kosmetik, penyempurnaan', en: 'Low: cosmetic, enhancement' },
        respondWithin: '1w',
        example: { id: 'Salah ketik', en: 'A typo' },
      },
    },
    suggest: { allDown: 'P1', main: 'P2', other: 'P3' },
    procedure: [
      {
        step: 'detect',
        text: {
          id: 'Peringatan dari pemeriksaan, atau laporan pengguna.',
          en: "A check's alert, or a user's report.",
        },
      },
      {
        step: 'assess',
        text: {
          id: 'Nilai tingkat keparahannya dan siapa yang terdampak.',
          en: 'Judge the severity and who is affected.',
        },
      },
      {
        step: 'contain',
        text: { id: 'Isolasi layanan: docker stop.', en: 'Isolate the service: docker stop.' },
      },
      { step: 'fix', text: { id: 'Perbaiki penyebabnya.', en: 'Mend the cause.' } },
      {
        step: 'test',
        text: {
          id: 'Uji dulu di salinan sementara; di produksi hanya dengan alasan yang dicatat.',
          en: 'Test on a throwaway copy; on production only with a recorded reason.',
        },
      },
      {
        step: 'deploy',
        text: {
          id: 'Pasang kembali: docker restart, atau deploy ulang.',
          en: 'Put it back: docker restart, or redeploy.',
        },
      },
      {
        step: 'review',
        text: {
          id: 'Tulis post-mortem: apa yang terjadi, mengapa, dan apa yang diubah.',
          en: 'Write the post-mortem: what happened, why, and what changes.',
        },
      },
    ],
  },
  maintenance: [
    {
      id: 'verify-health-checks',
      every: 'week',
      task: { id: 'Pastikan semua pemeriksaan hijau', en: 'Verify all health checks are green' },
      how: { id: 'Lihat riwayat pemeriksaan minggu ini.', en: "Read this week's check history." },
    },
    {
      id: 'test-restore',
      every: 'month',
      task: { id: 'Uji pemulihan cadangan', en: 'Test that a backup restores' },
      how: {
        id: 'Pulihkan satu cadangan dan periksa isinya.',
        en: 'Restore one backup and look at what is in it.',
      },
    },
  ],
};
