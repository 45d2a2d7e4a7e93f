import { defineErrors } from './define-errors.ts';

export const silenceErrors = defineErrors({
  'silences.bad-schedule': {
    en: {
      message: 'The schedule {cron} is not one that cron would take: {detail}',
      hint: 'Five fields: minute, hour, day, month, weekday. 0 2 * * 0 is Sundays at 02:00.',
    },
    id: {
      message: 'Jadwal {cron} tidak bisa dipakai cron: {detail}',
      hint: 'Lima kolom: menit, jam, tanggal, bulan, hari. 0 2 * * 0 berarti Minggu pukul 02.00.',
    },
  },
  'silences.over': {
    en: {
      message: 'This time is over already.',
      hint: 'Choose an end that is still to come.',
    },
    id: {
      message: 'Waktu itu sudah lewat.',
      hint: 'Pilih waktu selesai yang masih akan datang.',
    },
  },
  'silences.too-long': {
    en: {
      message: 'A silence lasts 31 days at most.',
      hint: 'Take the check out of the manual if it is not wanted at all.',
    },
    id: {
      message: 'Senyap paling lama 31 hari.',
      hint: 'Kalau pemeriksaannya memang tidak perlu, hapus saja dari manual.',
    },
  },
});
