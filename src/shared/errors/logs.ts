import { defineErrors } from './define-errors.ts';

export const logErrors = defineErrors({
  'logs.container-gone': {
    en: {
      message: 'The container {container} is gone, and its log with it.',
      hint: 'It was removed or recreated. Choose the service again to see its new container.',
    },
    id: {
      message: 'Kontainer {container} sudah tidak ada, begitu juga lognya.',
      hint: 'Kontainer itu dihapus atau dibuat ulang. Pilih lagi layanannya untuk melihat kontainer yang baru.',
    },
  },
  'logs.driver-unreadable': {
    en: {
      message: 'Docker cannot read back the log of {container}: its log driver is “{driver}”.',
      hint: 'Look where that driver sends the log, or set “json-file” or “local” in the Compose file.',
    },
    id: {
      message: 'Docker tidak bisa membaca log {container}: driver lognya “{driver}”.',
      hint: 'Lihat ke mana driver itu mengirim log, atau pakai “json-file” atau “local” di berkas Compose.',
    },
  },
  'logs.malformed': {
    en: {
      message: 'What the server sent is not a container log ({detail}).',
      hint: 'Open the log again. If it happens again, check that the address leads to Docker itself.',
    },
    id: {
      message: 'Yang dikirim server bukan log kontainer ({detail}).',
      hint: 'Buka lagi lognya. Kalau terulang, pastikan alamatnya memang menuju Docker.',
    },
  },
  'logs.interrupted': {
    en: {
      message: 'The log broke off: {detail}',
      hint: 'Nothing is lost, the server keeps it. Open the log again when the connection is back.',
    },
    id: {
      message: 'Log terputus: {detail}',
      hint: 'Tidak ada yang hilang, log tersimpan di server. Buka lagi setelah sambungan pulih.',
    },
  },
});
