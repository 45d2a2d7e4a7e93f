import { defineErrors } from './define-errors.ts';

export const serviceErrors = defineErrors({
  'services.unknown': {
    en: {
      message: 'This host has no service named {service}.',
      hint: 'Choose one of the services in the profile of this host.',
    },
    id: {
      message: 'Host ini tidak punya layanan bernama {service}.',
      hint: 'Pilih salah satu layanan yang ada di profil host ini.',
    },
  },
  'services.gone': {
    en: {
      message: 'The container {container} is gone.',
      hint: 'It was removed or recreated meanwhile. The view has been refreshed: look again and repeat.',
    },
    id: {
      message: 'Kontainer {container} sudah tidak ada.',
      hint: 'Kontainer itu baru saja dihapus atau dibuat ulang. Tampilan sudah diperbarui; periksa lalu ulangi.',
    },
  },
  'services.no-container': {
    en: {
      message: '{service} has no container on this host.',
      hint: 'Create it on the server with: docker compose up -d {compose}',
    },
    id: {
      message: '{service} tidak punya kontainer di host ini.',
      hint: 'Buat di server dengan: docker compose up -d {compose}',
    },
  },
  'services.not-a-container': {
    en: {
      message: '{service} does not run in a container.',
      hint: 'Start and stop it on the server itself.',
    },
    id: {
      message: '{service} tidak berjalan di dalam kontainer.',
      hint: 'Jalankan atau hentikan langsung di servernya.',
    },
  },
  'services.action-failed': {
    en: {
      message: 'This command failed: {command}: {detail}',
      hint: 'Look at the logs of the container. Commands after this one were not run.',
    },
    id: {
      message: 'Perintah ini gagal: {command}: {detail}',
      hint: 'Lihat log kontainernya. Perintah sesudahnya tidak dijalankan.',
    },
  },
  'services.unreadable': {
    en: {
      message: 'Docker on this host gave no usable answer: {detail}',
      hint: 'Ronda keeps asking. If it stays so, look at the Docker service on the server.',
    },
    id: {
      message: 'Docker di host ini tidak memberi jawaban yang bisa dipakai: {detail}',
      hint: 'Ronda terus mencoba. Kalau tetap begitu, periksa layanan Docker di server.',
    },
  },
});
