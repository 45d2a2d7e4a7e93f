import { defineErrors } from './define-errors.ts';

/** What can go wrong in the command line itself, before or beside an operation. */
export const cliErrors = defineErrors({
  'cli.usage': {
    en: { message: '{detail}', hint: 'See: ronda --help' },
    id: { message: '{detail}', hint: 'Lihat: ronda --help' },
  },
  'cli.no-host': {
    en: {
      message: 'No host has been added yet.',
      hint: 'Add one: ronda host add NAME --local, or ronda host add NAME --ssh USER@ADDRESS',
    },
    id: {
      message: 'Belum ada host yang ditambahkan.',
      hint: 'Tambahkan: ronda host add NAMA --local, atau ronda host add NAMA --ssh PENGGUNA@ALAMAT',
    },
  },
  'cli.host-needed': {
    en: { message: 'There are several hosts: {known}.', hint: 'Say which one: --host NAME' },
    id: { message: 'Ada beberapa host: {known}.', hint: 'Sebutkan yang mana: --host NAMA' },
  },
  'cli.host-unknown': {
    en: { message: 'There is no host named {name}.', hint: 'Known hosts: {known}' },
    id: { message: 'Tidak ada host bernama {name}.', hint: 'Host yang ada: {known}' },
  },
  'cli.service-unknown': {
    en: { message: 'There is no service named {name} on {host}.', hint: 'Its services: {known}' },
    id: { message: 'Tidak ada layanan bernama {name} di {host}.', hint: 'Layanannya: {known}' },
  },
  'cli.profile-unknown': {
    en: { message: 'The profile {name} of this host is not here.', hint: 'Profiles: {known}' },
    id: { message: 'Profil {name} milik host ini tidak ada.', hint: 'Profil yang ada: {known}' },
  },
  'cli.no-database': {
    en: {
      message: '{service} has no database in its profile.',
      hint: 'Choose a service that has one, or add it to the profile.',
    },
    id: {
      message: '{service} tidak punya basis data di profilnya.',
      hint: 'Pilih layanan yang punya, atau tambahkan di profil.',
    },
  },
  'cli.database-unknown': {
    en: { message: '{service} has no database named {name}.', hint: 'Its databases: {known}' },
    id: { message: '{service} tidak punya basis data bernama {name}.', hint: 'Basis datanya: {known}' },
  },
  'cli.database-needed': {
    en: { message: '{service} has several databases: {known}.', hint: 'Name one after the service.' },
    id: {
      message: '{service} punya beberapa basis data: {known}.',
      hint: 'Sebutkan salah satu sesudah nama layanan.',
    },
  },
  'cli.backup-unknown': {
    en: { message: 'There is no backup {name}.', hint: 'See: ronda backup list' },
    id: { message: 'Tidak ada cadangan {name}.', hint: 'Lihat: ronda backup list' },
  },
  'cli.incident-unknown': {
    en: { message: 'There is no incident {name}.', hint: 'See: ronda incident list --state all' },
    id: { message: 'Tidak ada insiden {name}.', hint: 'Lihat: ronda incident list --state all' },
  },
  'cli.no-container': {
    en: {
      message: '{service} has no container on {host}.',
      hint: 'Only containers have a log here. See: ronda check',
    },
    id: {
      message: '{service} tidak punya kontainer di {host}.',
      hint: 'Hanya kontainer yang punya log di sini. Lihat: ronda check',
    },
  },
  'cli.ambiguous': {
    en: { message: '{name} can mean several: {matches}.', hint: 'Use the id of the one you mean.' },
    id: { message: '{name} bisa berarti beberapa: {matches}.', hint: 'Pakai id yang dimaksud.' },
  },
  'cli.name-taken': {
    en: {
      message: 'There is already a host named {name}.',
      hint: 'Choose another name, or remove it first: ronda host remove NAME',
    },
    id: {
      message: 'Sudah ada host bernama {name}.',
      hint: 'Pilih nama lain, atau hapus dulu: ronda host remove NAMA',
    },
  },
  'cli.needs-terminal': {
    en: {
      message: 'A person has to answer this, and there is no terminal: {question}',
      hint: 'Run the command in a terminal, or add {option}.',
    },
    id: {
      message: 'Ini perlu dijawab orang, padahal tidak ada terminal: {question}',
      hint: 'Jalankan di terminal, atau tambahkan {option}.',
    },
  },
  'cli.needs-yes': {
    en: {
      message: 'This has to be confirmed, and there is no terminal to ask on.',
      hint: 'Nothing was done. Look at what would happen, then repeat it with --yes.',
    },
    id: {
      message: 'Ini harus dikonfirmasi, padahal tidak ada terminal untuk bertanya.',
      hint: 'Belum ada yang dilakukan. Lihat dulu rencananya, lalu ulangi dengan --yes.',
    },
  },
  'cli.not-confirmed': {
    en: { message: 'It was not confirmed.', hint: 'Nothing was done.' },
    id: { message: 'Tidak dikonfirmasi.', hint: 'Tidak ada yang dilakukan.' },
  },
  'cli.fingerprint-differs': {
    en: {
      message: '{address} shows {actual}, not the fingerprint given, {expected}. Nothing was sent to it.',
      hint: 'Compare on the server itself: ssh-keygen -lf. A different key may mean that someone listens in.',
    },
    id: {
      message: '{address} menunjukkan {actual}, bukan sidik jari {expected}. Tidak ada yang dikirim.',
      hint: 'Cocokkan langsung di server: ssh-keygen -lf. Kunci yang berbeda bisa berarti ada yang menyadap.',
    },
  },
  'cli.descriptor-unreadable': {
    en: {
      message: 'File descriptor {fd} ({option}) cannot be read: {detail}',
      hint: 'Open it for the command, for example: ronda … {option} 3 3< FILE',
    },
    id: {
      message: 'File descriptor {fd} ({option}) tidak bisa dibaca: {detail}',
      hint: 'Buka untuk perintah ini, misalnya: ronda … {option} 3 3< BERKAS',
    },
  },
  'cli.file-unreadable': {
    en: { message: 'The file {file} cannot be read: {detail}', hint: 'Check its path and its permissions.' },
    id: { message: 'Berkas {file} tidak bisa dibaca: {detail}', hint: 'Periksa lokasi dan izin bacanya.' },
  },
});
