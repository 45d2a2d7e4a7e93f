import { defineErrors } from './define-errors.ts';

export const backupPlanErrors = defineErrors({
  'backup-plan.bad-schedule': {
    en: {
      message: 'The schedule {cron} is not one that cron would take: {detail}',
      hint: 'Five fields: minute, hour, day, month, weekday. 0 2 * * * is every day at 02:00. @daily works, too.',
    },
    id: {
      message: 'Jadwal {cron} tidak bisa dipakai cron: {detail}',
      hint: 'Lima kolom: menit, jam, tanggal, bulan, hari. 0 2 * * * berarti tiap hari pukul 02.00. @daily juga bisa.',
    },
  },
  'backup-plan.failed': {
    en: {
      message: 'The scheduled backup of {service} · {database} failed: {detail}',
      hint: 'It is tried again by itself. Older backups are untouched.',
    },
    id: {
      message: 'Cadangan terjadwal {service} · {database} gagal: {detail}',
      hint: 'Akan dicoba lagi otomatis. Cadangan lama tidak berubah.',
    },
  },
  'backup-plan.test-failed': {
    en: {
      message: 'The newest backup of {service} · {database} did not pass its restore test: {detail}',
      hint: 'The service did not come up well on it in a throwaway container. Look at its log, then test it again.',
    },
    id: {
      message: 'Cadangan terbaru {service} · {database} tidak lolos uji pulih: {detail}',
      hint: 'Layanannya tidak berjalan baik dengan cadangan itu di kontainer sementara. Periksa lognya, lalu uji lagi.',
    },
  },
  'backup-plan.beside-failed': {
    en: {
      message: 'JSON data, environment or configuration of {host} could not be kept: {detail}',
      hint: 'It is tried again by itself; what was kept before is untouched. Keep it by hand to see each part: Backups, JSON data and Environment.',
    },
    id: {
      message: 'Data JSON, environment, atau konfigurasi {host} gagal disimpan: {detail}',
      hint: 'Akan dicoba lagi otomatis; yang sudah tersimpan tidak berubah. Simpan manual untuk melihat bagian mana yang gagal: Cadangan, Data JSON dan Environment.',
    },
  },
  'backup-plan.late': {
    en: {
      message: 'The scheduled backup of {service} · {database} is late by {hours} h.',
      hint: 'Look whether the server is connected and the service runs; or back it up by hand now.',
    },
    id: {
      message: 'Cadangan terjadwal {service} · {database} terlambat {hours} jam.',
      hint: 'Periksa apakah server tersambung dan layanannya jalan; atau cadangkan manual sekarang.',
    },
  },
});
