/** Of `ronda rebuild`. */
export const rebuildTexts = {
  'help.rebuild-group': {
    en: 'build a server anew on an empty engine, from this computer alone',
    id: 'bangun ulang server di engine yang kosong, dari komputer ini saja',
  },
  'help.rebuild-show': {
    en: 'what is kept of a host, and what is missing',
    id: 'yang tersimpan dari sebuah host, dan yang masih kurang',
  },
  'help.rebuild-prepare': {
    en: 'take how a host is put together, and everything that is missing: images, databases, volumes',
    id: 'ambil susunan host dan semua yang masih kurang: image, basis data, volume',
  },
  'help.rebuild-run': {
    en: 'build the host of --host on another, empty one',
    id: 'bangun host dari --host di host lain yang kosong',
  },
  'help.rebuild-onto': { en: 'the host to build on', id: 'host tujuan' },
  'rebuild.kit': {
    en: '{host} as of {at}: {containers} containers, {volumes} volumes, {files} files',
    id: '{host} per {at}: {containers} kontainer, {volumes} volume, {files} berkas',
  },
  'rebuild.nothing-missing': {
    en: 'Nothing is missing for a rebuild.',
    id: 'Tidak ada yang kurang untuk bangun ulang.',
  },
  'rebuild.missing-image': { en: 'missing: image {name}', id: 'kurang: image {name}' },
  'rebuild.missing-database': {
    en: 'missing: database {name} of {service}',
    id: 'kurang: basis data {name} dari {service}',
  },
  'rebuild.missing-volume': {
    en: 'missing: volume {name} of {service}',
    id: 'kurang: volume {name} dari {service}',
  },
  'rebuild.left-out': { en: 'not taken along: {what} ({why})', id: 'tidak ikut: {what} ({why})' },
  'rebuild.heading': {
    en: 'Rebuild on {target}: {containers} containers, {size} to send',
    id: 'Bangun ulang di {target}: {containers} kontainer, {size} dikirim',
  },
  'rebuild.volume': { en: 'volume {name}: {from}', id: 'volume {name}: {from}' },
  'rebuild.begins-empty': { en: 'begins empty', id: 'mulai kosong' },
  'rebuild.file-other': {
    en: 'another {path} is there: ours is put beside it as {path}.ronda',
    id: '{path} yang lain sudah ada: milik kita diletakkan di sampingnya sebagai {path}.ronda',
  },
  'rebuild.leftover': {
    en: 'removed first (an interrupted rebuild): {name}',
    id: 'dihapus dulu (sisa bangun ulang yang terputus): {name}',
  },
  'rebuild.confirm': {
    en: 'Type the name of the host to build on ({name}) to go on: ',
    id: 'Ketik nama host tujuan ({name}) untuk lanjut: ',
  },
  'rebuild.done': {
    en: 'Rebuilt in {time}; all containers are well.',
    id: 'Selesai dibangun ulang dalam {time}; semua kontainer sehat.',
  },
  'rebuild.partly': {
    en: 'Rebuilt in {time}, but not all of it is well:',
    id: 'Selesai dibangun ulang dalam {time}, tetapi belum semuanya sehat:',
  },
  'rebuild.failing': { en: '{service}: its checks do not pass', id: '{service}: pemeriksaannya belum lolos' },
} as const;
