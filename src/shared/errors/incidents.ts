import { defineErrors } from './define-errors.ts';

/** Steps are given twice, in English and Indonesian, for they are words of the text and not names. */
export const incidentErrors = defineErrors({
  'incidents.not-found': {
    en: {
      message: 'There is no incident {incident}.',
      hint: 'Look at the list of incidents and choose one of it.',
    },
    id: {
      message: 'Insiden {incident} tidak ada.',
      hint: 'Buka daftar insiden lalu pilih salah satunya.',
    },
  },
  'incidents.damaged': {
    en: {
      message: 'The record of incident #{number} was changed from outside and can no longer be read.',
      hint: 'Its timeline is still there. Bring back an automatic copy of the state in the settings.',
    },
    id: {
      message: 'Catatan insiden #{number} diubah dari luar dan tidak bisa dibaca lagi.',
      hint: 'Lini masanya masih ada. Kembalikan salinan otomatis data Ronda lewat pengaturan.',
    },
  },
  'incidents.closed': {
    en: {
      message: 'Incident #{number} is closed.',
      hint: 'Notes can still be added. If it happened again, open a new incident.',
    },
    id: {
      message: 'Insiden #{number} sudah ditutup.',
      hint: 'Catatan masih bisa ditambahkan. Kalau terjadi lagi, buka insiden baru.',
    },
  },
  'incidents.step-order': {
    en: {
      message: 'The step “{step}” cannot be recorded yet: “{expected}” comes first.',
      hint: 'Mark “{expected}” as done, or skip it with a reason.',
    },
    id: {
      message: 'Langkah “{langkah}” belum bisa dicatat: “{seharusnya}” harus lebih dulu.',
      hint: 'Tandai “{seharusnya}” selesai, atau lewati dengan alasan.',
    },
  },
  'incidents.step-recorded': {
    en: {
      message: 'The step “{step}” is already recorded.',
      hint: 'The journal is never rewritten: add a note if something has to be corrected.',
    },
    id: {
      message: 'Langkah “{langkah}” sudah tercatat.',
      hint: 'Jurnal tidak pernah ditulis ulang: tambahkan catatan kalau ada yang perlu diralat.',
    },
  },
  'incidents.skip-needs-reason': {
    en: {
      message: 'A step is skipped only with a reason.',
      hint: 'Write in one sentence why “{step}” is not needed here.',
    },
    id: {
      message: 'Langkah hanya boleh dilewati dengan alasan.',
      hint: 'Tulis satu kalimat mengapa “{langkah}” tidak diperlukan di sini.',
    },
  },
  'incidents.review-required': {
    en: {
      message: 'The review of a {severity} incident cannot be skipped.',
      hint: 'Write down what happened, why, and what prevents it next time; then mark the review as done.',
    },
    id: {
      message: 'Tinjauan insiden {severity} tidak boleh dilewati.',
      hint: 'Tulis apa yang terjadi, sebabnya, dan cara mencegahnya; lalu tandai tinjauan selesai.',
    },
  },
  'incidents.not-finished': {
    en: {
      message: 'Incident #{number} cannot be closed yet: the step “{step}” is still open.',
      hint: 'Mark the remaining steps as done, or skip them with a reason, up to the review.',
    },
    id: {
      message: 'Insiden #{number} belum bisa ditutup: langkah “{langkah}” masih terbuka.',
      hint: 'Tandai langkah yang tersisa selesai, atau lewati dengan alasan, sampai tinjauan.',
    },
  },
  'incidents.same-severity': {
    en: {
      message: 'Incident #{number} already has the severity {severity}.',
      hint: 'Choose another severity, or add a note instead.',
    },
    id: {
      message: 'Tingkat insiden #{number} sudah {severity}.',
      hint: 'Pilih tingkat lain, atau tambahkan catatan saja.',
    },
  },
  'incidents.no-host': {
    en: {
      message: 'Incident #{number} belongs to no server.',
      hint: 'Do it from the screen of the service instead, or open the incident for a service.',
    },
    id: {
      message: 'Insiden #{number} tidak terkait server mana pun.',
      hint: 'Lakukan dari layar layanannya, atau buka insiden untuk satu layanan.',
    },
  },
  'incidents.test-needs-reason': {
    en: {
      message: 'On production it is tested only with a reason.',
      hint: 'Write in one sentence why a copy will not do here; it goes into the timeline.',
    },
    id: {
      message: 'Menguji di produksi hanya boleh dengan alasan.',
      hint: 'Tulis satu kalimat mengapa salinan tidak cukup; alasannya masuk ke lini masa.',
    },
  },
  'incidents.no-staging': {
    en: {
      message: 'No staging host was chosen.',
      hint: 'Choose another server that runs the same service, or test on a throwaway copy.',
    },
    id: {
      message: 'Host staging belum dipilih.',
      hint: 'Pilih server lain yang menjalankan layanan yang sama, atau uji di salinan sementara.',
    },
  },
  'incidents.attachment-empty': {
    en: { message: 'The file {name} is empty.', hint: 'Choose one that holds something.' },
    id: { message: 'Berkas {name} kosong.', hint: 'Pilih berkas yang ada isinya.' },
  },
  'incidents.attachment-too-big': {
    en: {
      message: 'The file {name} is bigger than 25 MB.',
      hint: 'Cut it down, or keep it elsewhere and note where in the timeline.',
    },
    id: {
      message: 'Berkas {name} lebih besar dari 25 MB.',
      hint: 'Perkecil, atau simpan di tempat lain dan catat letaknya di linimasa.',
    },
  },
  'incidents.attachment-damaged': {
    en: {
      message: 'The attachment {name} is not what was attached.',
      hint: 'The file in the home folder was changed or lost; the timeline still holds its hash.',
    },
    id: {
      message: 'Lampiran {name} tidak sama dengan yang dilampirkan.',
      hint: 'Berkas di folder home berubah atau hilang; linimasa masih menyimpan hash-nya.',
    },
  },
  'incidents.no-picture': {
    en: {
      message: 'The attachment {name} is not a picture that can be shown.',
      hint: 'Export it and open it with a program of your own.',
    },
    id: {
      message: 'Lampiran {name} bukan gambar yang bisa ditampilkan.',
      hint: 'Ekspor lalu buka dengan program sendiri.',
    },
  },
  'incidents.not-a-journal': {
    en: {
      message: 'This is not a journal that Ronda can read: {problem}',
      hint: 'Choose a file that was exported by Ronda, of this version or an older one.',
    },
    id: {
      message: 'Ini bukan jurnal yang bisa dibaca Ronda: {problem}',
      hint: 'Pilih berkas yang diekspor Ronda, dari versi ini atau yang lebih lama.',
    },
  },
  'incidents.journal-tampered': {
    en: {
      message: 'The journal was changed after it was written, at entry {seq}.',
      hint: 'Nothing was taken in. Ask for a fresh export from where it was written.',
    },
    id: {
      message: 'Jurnal ini diubah setelah ditulis, di entri {seq}.',
      hint: 'Tidak ada yang dimasukkan. Minta ekspor baru dari tempat asalnya.',
    },
  },
});
