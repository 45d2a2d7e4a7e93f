/** Of `ronda image`. */
export const imageTexts = {
  'help.image-group': {
    en: 'images of the services: kept on this computer, put back, pushed to a registry',
    id: 'image layanan: disimpan di komputer ini, dimuat kembali, di-push ke registry',
  },
  'help.image-list': {
    en: 'images the services of a host run on now',
    id: 'image yang sekarang dipakai layanan host',
  },
  'help.image-saved': { en: 'images that lie on this computer', id: 'image yang tersimpan di komputer ini' },
  'help.image-save': {
    en: 'save an image layer by layer; what lies here already is not kept twice',
    id: 'simpan image per layer; yang sudah ada tidak disimpan dua kali',
  },
  'help.image-save-all': { en: 'every image of the host’s services', id: 'semua image layanan host' },
  'help.image-reference': { en: 'name of the image, or a service', id: 'nama image, atau layanan' },
  'help.image-verify': {
    en: 'read a saved image whole again and check it',
    id: 'baca ulang image tersimpan dan periksa',
  },
  'help.image-load': {
    en: 'send a saved image into the engine of a host (--host); running containers are not touched',
    id: 'muat image tersimpan ke engine host (--host); kontainer yang berjalan tidak disentuh',
  },
  'help.image-remove': {
    en: 'delete a saved image from this computer',
    id: 'hapus image tersimpan dari komputer ini',
  },
  'help.image-ref': {
    en: 'id of a saved image, or the beginning of one',
    id: 'id image tersimpan, atau awalannya',
  },
  'help.image-push': {
    en: 'let the host push an image to a registry, with the login from the vault',
    id: 'suruh host mem-push image ke registry, dengan login dari brankas',
  },
  'help.image-target': { en: 'REGISTRY/NAME:TAG', id: 'REGISTRY/NAMA:TAG' },
  'help.image-login': {
    en: 'keep the login of a registry in the vault',
    id: 'simpan login registry di brankas',
  },
  'help.image-logout': { en: 'forget the login of a registry', id: 'lupakan login registry' },
  'help.registry': {
    en: 'host[:port]; docker.io for Docker Hub',
    id: 'host[:port]; docker.io untuk Docker Hub',
  },
  'help.registry-user': { en: 'user name', id: 'nama pengguna' },
  'prompt.registry-password': {
    en: 'Password (or token) for {registry}: ',
    id: 'Kata sandi (atau token) untuk {registry}: ',
  },
  'column.image': { en: 'Image', id: 'Image' },
  'column.services': { en: 'Services', id: 'Layanan' },
  'column.created': { en: 'Built', id: 'Dibuat' },
  'column.saved': { en: 'Saved', id: 'Disimpan' },
  'column.own-size': { en: 'Own layers', id: 'Layer sendiri' },
  'image.none': { en: 'No container of a service is there.', id: 'Tidak ada kontainer layanan di sana.' },
  'image.none-saved': {
    en: 'No image is saved yet. Save them: ronda image save --all',
    id: 'Belum ada image tersimpan. Simpan: ronda image save --all',
  },
  'image.saved': {
    en: 'Saved and verified: {reference} ({size}) as {id}',
    id: 'Disimpan dan diverifikasi: {reference} ({size}) sebagai {id}',
  },
  'image.unsound': {
    en: 'Saved, but NOT sound: {reference}: {detail}',
    id: 'Disimpan, tetapi TIDAK utuh: {reference}: {detail}',
  },
  'image.sound': { en: '{id} is whole.', id: '{id} utuh.' },
  'image.tag-new': { en: 'new tag {tag}', id: 'tag baru {tag}' },
  'image.tag-moves': { en: 'tag {tag} moves from {from}', id: 'tag {tag} pindah dari {from}' },
  'image.confirm-load': {
    en: 'Send {size} to {host}? Type yes to go on: ',
    id: 'Kirim {size} ke {host}? Ketik ya untuk lanjut: ',
  },
  'image.is-there': {
    en: '{host} has this very image already.',
    id: '{host} sudah punya image yang persis sama.',
  },
  'image.loaded': { en: 'Loaded: {id}', id: 'Dimuat: {id}' },
  'image.confirm-remove': {
    en: 'Delete {reference} from this computer ({size} freed)? Type yes to go on: ',
    id: 'Hapus {reference} dari komputer ini ({size} dibebaskan)? Ketik ya untuk lanjut: ',
  },
  'image.removed': { en: '{id} removed, {size} freed.', id: '{id} dihapus, {size} dibebaskan.' },
  'image.pushed': { en: 'Pushed: {target} {digest}', id: 'Di-push: {target} {digest}' },
  'image.logged-in': {
    en: 'The login for {registry} is in the vault.',
    id: 'Login untuk {registry} tersimpan di brankas.',
  },
  'image.logged-out': {
    en: 'The login for {registry} is forgotten.',
    id: 'Login untuk {registry} sudah dilupakan.',
  },
} as const;
