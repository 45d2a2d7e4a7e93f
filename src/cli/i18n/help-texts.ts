/** What `--help` says, in both languages side by side. */
export const helpTexts = {
  'help.program': {
    en: 'Operations console for a small Docker server, without a window.',
    id: 'Konsol operasi untuk server Docker kecil, tanpa jendela.',
  },
  'help.json': {
    en: 'write one JSON document to stdout',
    id: 'tulis satu dokumen JSON ke stdout',
  },
  'help.home': {
    en: 'folder of the state (also RONDA_HOME)',
    id: 'folder data Ronda (juga RONDA_HOME)',
  },
  'help.lang': { en: 'language of messages: en or id', id: 'bahasa pesan: en atau id' },
  'help.host': { en: 'which host (name or id)', id: 'host yang mana (nama atau id)' },
  'help.accept-host-key': {
    en: 'accept an unknown server if it shows exactly this fingerprint (SHA256:…)',
    id: 'terima server yang belum dikenal bila sidik jarinya persis ini (SHA256:…)',
  },
  'help.password-fd': {
    en: 'read the password from this file descriptor',
    id: 'baca kata sandi dari file descriptor ini',
  },
  'help.passphrase-fd': {
    en: 'read the passphrase of the SSH key from this file descriptor',
    id: 'baca frasa sandi kunci SSH dari file descriptor ini',
  },
  'help.vault-passphrase-fd': {
    en: 'read the passphrase of the vault from this file descriptor',
    id: 'baca frasa sandi brankas dari file descriptor ini',
  },
  'help.remember': {
    en: 'keep entered passwords in the vault',
    id: 'simpan kata sandi yang dimasukkan di brankas',
  },
  'help.connect-timeout': {
    en: 'seconds to wait for the connection',
    id: 'berapa detik menunggu sambungan',
  },
  'help.exit-codes': {
    en: `Exit codes:
  0 done, all up      1 not up, copy not good, rolled back   2 usage
  3 not connected     4 operation failed                     5 state or vault unusable
  6 busy elsewhere    70 bug                                 130 cancelled`,
    id: `Kode keluar:
  0 selesai, semua up     1 ada yang tidak up, salinan rusak, dibatalkan balik   2 salah pakai
  3 tidak terhubung       4 operasi gagal                                        5 data atau brankas bermasalah
  6 sedang dikerjakan     70 bug                                                 130 dibatalkan`,
  },
  'help.host-group': { en: 'add, list, test and remove hosts', id: 'tambah, daftar, uji, dan hapus host' },
  'help.host-add': { en: 'add a host and connect it once', id: 'tambah host dan coba hubungkan' },
  'help.host-name': { en: 'a name of your choice', id: 'nama pilihan Anda' },
  'help.host-local': { en: "this machine's Docker", id: 'Docker di mesin ini' },
  'help.host-socket': {
    en: 'the Docker socket (with --ssh: on the server)',
    id: 'soket Docker (dengan --ssh: di server)',
  },
  'help.host-ssh': { en: 'user@address[:port]', id: 'pengguna@alamat[:port]' },
  'help.host-jump': {
    en: 'go through these servers: user@address[:port], several with commas',
    id: 'lewat server ini: pengguna@alamat[:port], pisahkan dengan koma',
  },
  'help.host-tcp': {
    en: "address[:port] of Docker's TCP port; beyond this computer only with TLS",
    id: 'alamat[:port] porta TCP Docker; di luar komputer ini hanya dengan TLS',
  },
  'help.host-certificates': {
    en: 'folder with ca.pem, cert.pem and key.pem, for --tcp',
    id: 'folder berisi ca.pem, cert.pem, dan key.pem, untuk --tcp',
  },
  'help.host-proxy-command': {
    en: 'go through this program of this computer (as ssh_config has it)',
    id: 'lewat program di komputer ini (seperti di ssh_config)',
  },
  'help.host-sudo': {
    en: 'run docker there through sudo (it must ask for no password)',
    id: 'jalankan docker di sana lewat sudo (tanpa kata sandi)',
  },
  'help.host-key': { en: 'log in with this private key', id: 'masuk dengan kunci privat ini' },
  'help.host-agent': {
    en: 'log in through the SSH agent (default)',
    id: 'masuk lewat agen SSH (bawaan)',
  },
  'help.host-password': { en: 'log in with a password', id: 'masuk dengan kata sandi' },
  'help.host-profile': { en: 'id of the profile it is run by', id: 'id profil yang dipakai' },
  'help.host-no-connect': { en: 'only write it down', id: 'catat saja, jangan hubungkan' },
  'help.host-list': { en: 'list the hosts', id: 'daftar host' },
  'help.host-test': {
    en: 'connect and show each step, the methods and the engine',
    id: 'hubungkan dan tampilkan tiap langkah, cara, dan mesin Docker',
  },
  'help.host-remove': { en: 'forget a host', id: 'hapus host dari daftar' },
  'help.yes': { en: 'do not ask for confirmation', id: 'jangan minta konfirmasi' },
  'help.check': {
    en: 'one health round of a host, or of all',
    id: 'satu putaran pemeriksaan satu host, atau semua',
  },
  'help.check-host': { en: 'name or id; default: all', id: 'nama atau id; bawaan: semua' },
  'help.check-retry': {
    en: 'try what failed again, as its profile says, until it is up or down for sure',
    id: 'coba lagi yang gagal, sesuai profilnya, sampai pasti up atau down',
  },
  'help.service': { en: 'name or id of the service', id: 'nama atau id layanan' },
  'help.logs': { en: "lines of a service's containers", id: 'baris log kontainer sebuah layanan' },
  'help.logs-tail': { en: 'how many of the newest lines', id: 'berapa baris terbaru' },
  'help.logs-since': {
    en: 'not older than this (10m, 2h, 1d)',
    id: 'tidak lebih lama dari ini (10m, 2h, 1d)',
  },
  'help.logs-follow': {
    en: 'go on until Ctrl+C; with --json one document a line',
    id: 'terus sampai Ctrl+C; dengan --json satu dokumen per baris',
  },
  'help.logs-level': { en: 'this level and worse', id: 'tingkat ini dan yang lebih parah' },
  'help.logs-grep': {
    en: 'only lines that match this regular expression',
    id: 'hanya baris yang cocok dengan ekspresi reguler ini',
  },
  'help.service-group': {
    en: 'start, stop and restart a service',
    id: 'jalankan, hentikan, dan jalankan ulang layanan',
  },
  'help.service-start': { en: 'docker start its containers', id: 'docker start kontainernya' },
  'help.service-stop': { en: 'docker stop its containers', id: 'docker stop kontainernya' },
  'help.service-restart': { en: 'docker restart its containers', id: 'docker restart kontainernya' },
  'help.reason': { en: 'why; it is written down', id: 'alasannya; akan dicatat' },
  'help.incident-ref': {
    en: 'number of the incident it is done for',
    id: 'nomor insiden yang ditangani',
  },
  'help.backup': {
    en: 'take a verified copy of a database of a running service',
    id: 'ambil salinan terverifikasi basis data dari layanan yang berjalan',
  },
  'help.backup-database': {
    en: 'name of the database; default: its only one',
    id: 'nama basis data; bawaan: satu-satunya',
  },
  'help.backup-import': {
    en: 'make a verified backup of a database file of this computer, such as the export of a browser app',
    id: 'jadikan berkas basis data di komputer ini cadangan terverifikasi, misalnya hasil ekspor aplikasi browser',
  },
  'help.backup-import-file': { en: 'the .db file; it is only read', id: 'berkas .db; hanya dibaca' },
  'help.backup-save': {
    en: 'write a backup as the plain database file that it was, for a browser app to import again',
    id: 'tulis cadangan sebagai berkas basis data biasa, untuk diimpor lagi oleh aplikasi browser',
  },
  'help.backup-save-file': {
    en: 'the .db file to make; one that is there is not replaced',
    id: 'berkas .db yang dibuat; yang sudah ada tidak ditimpa',
  },
  'help.backup-list': { en: 'the catalogue, newest first', id: 'katalog cadangan, terbaru dulu' },
  'help.filter-service': { en: 'only of this service', id: 'hanya layanan ini' },
  'help.backup-ref': {
    en: 'id of the backup (or its beginning), or latest',
    id: 'id cadangan (atau awalannya), atau latest',
  },
  'help.verify': { en: 'check a backup again, all steps', id: 'periksa ulang sebuah cadangan' },
  'help.restore': {
    en: 'put a backup back, with a safety copy and rollback',
    id: 'pulihkan cadangan, dengan salinan pengaman dan pembatalan otomatis',
  },
  'help.restore-service': {
    en: 'into this service instead of the one it came from',
    id: 'ke layanan ini, bukan layanan asalnya',
  },
  'help.restore-database': { en: 'into this database', id: 'ke basis data ini' },
  'help.restore-dry-run': {
    en: 'show what would happen, and do nothing',
    id: 'tampilkan apa yang akan terjadi, tanpa melakukan apa pun',
  },
  'help.restore-force': {
    en: 'accept the database of another application or of a newer schema',
    id: 'terima basis data aplikasi lain atau skema yang lebih baru',
  },
  'help.alerts-group': { en: 'alerts and their channels', id: 'peringatan dan salurannya' },
  'help.alerts-show': { en: 'how every channel stands', id: 'keadaan setiap saluran' },
  'help.alerts-test': {
    en: 'send a test message now; without a channel by all that are on',
    id: 'kirim pesan uji sekarang; tanpa saluran lewat semua yang aktif',
  },
  'help.alerts-channel': { en: 'telegram or webhook', id: 'telegram atau webhook' },
  'help.incident-group': { en: 'the incident journal', id: 'jurnal insiden' },
  'help.incident-list': { en: 'list incidents', id: 'daftar insiden' },
  'help.incident-state': { en: 'open, closed or all', id: 'open, closed, atau all' },
  'help.incident-open': { en: 'open an incident', id: 'buka insiden' },
  'help.incident-title': { en: 'what is wrong, in a line', id: 'apa yang salah, satu baris' },
  'help.incident-severity': { en: 'P1, P2, P3 or P4', id: 'P1, P2, P3, atau P4' },
  'help.incident-number': { en: 'number or id of the incident', id: 'nomor atau id insiden' },
  'help.incident-service': { en: 'the service it is about', id: 'layanan yang bermasalah' },
  'help.incident-note': { en: 'what was seen or done', id: 'apa yang dilihat atau dilakukan' },
  'help.incident-post-mortem': {
    en: 'print its post-mortem as Markdown',
    id: 'tampilkan post-mortemnya sebagai Markdown',
  },
  'help.incident-show': { en: 'one incident with its timeline', id: 'satu insiden dengan kronologinya' },
  'help.incident-step': { en: 'record a step as done', id: 'catat satu langkah selesai' },
  'help.incident-step-name': {
    en: 'detect, assess, contain, fix, test, deploy or review',
    id: 'detect, assess, contain, fix, test, deploy, atau review',
  },
  'help.incident-skip': {
    en: 'record it as skipped (the note says why)',
    id: 'catat sebagai dilewati (catatan berisi alasannya)',
  },
  'help.incident-add-note': { en: 'add a note to the timeline', id: 'tambah catatan di kronologi' },
  'help.incident-acknowledge': { en: 'say that you are on it', id: 'nyatakan sedang ditangani' },
  'help.incident-close': { en: 'close an incident', id: 'tutup insiden' },
  'help.profile-group': { en: 'check and import profiles', id: 'periksa dan impor profil' },
  'help.profile-check': {
    en: 'validate a profile file, with line numbers',
    id: 'periksa berkas profil, dengan nomor baris',
  },
  'help.profile-generate': {
    en: 'print a profile made from what runs on a host',
    id: 'tampilkan profil yang dibuat dari apa yang berjalan di host',
  },
  'help.profile-project': {
    en: 'only these Compose projects',
    id: 'hanya proyek Compose ini',
  },
  'help.profile-name': { en: 'its name; absent: that of the host', id: 'namanya; tanpa ini: nama host' },
  'help.profile-import': { en: 'check it and keep it', id: 'periksa lalu simpan' },
  'help.profile-file': { en: 'a YAML file', id: 'berkas YAML' },
  'help.night-watch-group': {
    en: 'the watch on the server that goes on while Ronda is closed',
    id: 'pengawasan di server yang tetap jalan saat Ronda ditutup',
  },
  'help.night-watch-plan': {
    en: 'show everything that placing would write and run',
    id: 'tampilkan semua yang akan ditulis dan dijalankan saat dipasang',
  },
  'help.night-watch-place': { en: 'place it, or update it', id: 'pasang, atau perbarui' },
  'help.night-watch-status': { en: 'how it stands', id: 'keadaannya sekarang' },
  'help.night-watch-remove': {
    en: 'take everything of it off the server',
    id: 'copot semuanya dari server',
  },
  'help.night-watch-dead-man': {
    en: 'an https:// address that it calls after every run, or "none"',
    id: 'alamat https:// yang dipanggil setiap selesai berjalan, atau "none"',
  },
  'help.vitals': {
    en: 'disk, memory, load and clock of a host; exit code 1 when something is over its threshold',
    id: 'disk, memori, beban, dan jam host; kode keluar 1 bila ada yang melewati batas',
  },
} as const;
