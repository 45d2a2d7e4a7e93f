import { defineErrors } from './define-errors.ts';

export const imageErrors = defineErrors({
  'images.unknown': {
    en: {
      message: 'There is no image {reference} on {host}.',
      hint: 'Look at the list of images again: it may have been removed or built anew.',
    },
    id: {
      message: 'Tidak ada image {reference} di {host}.',
      hint: 'Lihat lagi daftar image: mungkin sudah dihapus atau dibangun ulang.',
    },
  },
  'images.not-saved': {
    en: {
      message: 'There is no such saved image on this computer.',
      hint: 'Look at the list of saved images again: it may have been deleted.',
    },
    id: {
      message: 'Image itu tidak tersimpan di komputer ini.',
      hint: 'Lihat lagi daftar image tersimpan: mungkin sudah dihapus.',
    },
  },
  'images.save-failed': {
    en: {
      message: 'The image {reference} could not be saved: {detail}',
      hint: 'The layers that came whole are kept and used by the next try. Nothing on the server was changed.',
    },
    id: {
      message: 'Image {reference} tidak bisa disimpan: {detail}',
      hint: 'Layer yang sudah utuh disimpan dan dipakai percobaan berikutnya. Tidak ada yang diubah di server.',
    },
  },
  'images.damaged': {
    en: {
      message: 'The saved image {reference} is damaged: {detail}.',
      hint: 'Nothing was sent to the server. Save it again while the server still has it.',
    },
    id: {
      message: 'Image tersimpan {reference} rusak: {detail}.',
      hint: 'Tidak ada yang dikirim ke server. Simpan ulang selagi server masih memilikinya.',
    },
  },
  'images.load-failed': {
    en: {
      message: 'The engine did not take the image {reference}: {detail}',
      hint: 'Running containers were not touched. Look at the free disk space of the server, then try again.',
    },
    id: {
      message: 'Engine tidak menerima image {reference}: {detail}',
      hint: 'Kontainer yang berjalan tidak disentuh. Periksa sisa disk server, lalu coba lagi.',
    },
  },
  'images.push-failed': {
    en: {
      message: 'The registry {registry} did not take {target}: {detail}',
      hint: 'Check the name and that this login may write there. The image on the server is as it was.',
    },
    id: {
      message: 'Registry {registry} tidak menerima {target}: {detail}',
      hint: 'Periksa namanya dan apakah login ini boleh menulis ke sana. Image di server tetap seperti semula.',
    },
  },
  'images.push-denied': {
    en: {
      message: 'The registry {registry} refused the login.',
      hint: 'Set the user name and password (or access token) of this registry again.',
    },
    id: {
      message: 'Registry {registry} menolak login ini.',
      hint: 'Isi ulang nama pengguna dan kata sandi (atau access token) untuk registry ini.',
    },
  },
});
