/** Of `ronda backup-plan`. */
export const backupPlanTexts = {
  'help.backup-plan-group': {
    en: 'when the databases of a host are copied by themselves, and how long copies stay',
    id: 'kapan basis data sebuah host dicadangkan otomatis, dan berapa lama disimpan',
  },
  'help.backup-plan-show': {
    en: 'the plan, its next run and what is owed',
    id: 'rencana, jadwal berikutnya, dan yang tertunda',
  },
  'help.backup-plan-set': {
    en: 'set or change the plan; a watching Ronda carries it out',
    id: 'atur atau ubah rencana; dijalankan oleh Ronda yang berjaga',
  },
  'help.backup-plan-at': {
    en: 'five fields of cron, or @daily; default: 0 2 * * *',
    id: 'lima kolom cron, atau @daily; bawaan: 0 2 * * *',
  },
  'help.backup-plan-off': {
    en: 'stop scheduled copies; the plan is kept',
    id: 'hentikan cadangan terjadwal; rencananya tetap ada',
  },
  'help.backup-plan-prune': {
    en: 'show which scheduled copies the rule lets go, and remove them',
    id: 'tampilkan cadangan terjadwal yang tidak perlu disimpan lagi, lalu hapus',
  },
  'help.keep-daily': {
    en: 'of so many days the newest copy stays',
    id: 'simpan salinan terbaru dari sekian hari',
  },
  'help.keep-weekly': { en: 'of so many weeks', id: 'dari sekian minggu' },
  'help.keep-monthly': { en: 'of so many months', id: 'dari sekian bulan' },
  'help.test-every': {
    en: 'restore-test the newest copy of each database every so many days; default: 7',
    id: 'uji pulih salinan terbaru tiap basis data setiap sekian hari; bawaan: 7',
  },
  'help.no-tests': { en: 'no restore tests by itself', id: 'tanpa uji pulih otomatis' },
  'backup-plan.tests': { en: 'restore-tested: every {days} days', id: 'uji pulih: setiap {days} hari' },
  'backup-plan.no-tests': { en: 'restore-tested: never by itself', id: 'uji pulih: tidak otomatis' },
  'help.restore-test': {
    en: 'start a backup in a throwaway container and ask it how it is; the service is not touched',
    id: 'jalankan cadangan di kontainer sementara dan periksa kesehatannya; layanan tidak disentuh',
  },
  'restore-test.passed': { en: '{id}: restore test passed', id: '{id}: lolos uji pulih' },
  'restore-test.failed': { en: '{id}: restore test FAILED', id: '{id}: TIDAK lolos uji pulih' },
  'help.keep-all': { en: 'never remove anything', id: 'jangan pernah menghapus' },
  'backup-plan.none': {
    en: '{name} has no scheduled backups. Set them: ronda backup-plan set',
    id: '{name} belum punya cadangan terjadwal. Aturlah: ronda backup-plan set',
  },
  'backup-plan.on': { en: '{name}: {when}, next {next}', id: '{name}: {when}, berikutnya {next}' },
  'backup-plan.off': { en: '{name}: scheduled backups are off', id: '{name}: cadangan terjadwal dimatikan' },
  'backup-plan.keep': {
    en: 'kept: {daily} days, {weekly} weeks, {monthly} months',
    id: 'disimpan: {daily} hari, {weekly} minggu, {monthly} bulan',
  },
  'backup-plan.keep-all': {
    en: 'kept: all, nothing is removed',
    id: 'disimpan: semua, tidak ada yang dihapus',
  },
  'backup-plan.owed': { en: 'owed since {since}', id: 'tertunda sejak {since}' },
  'backup-plan.nothing-to-prune': { en: 'The rule lets nothing go.', id: 'Tidak ada yang perlu dihapus.' },
  'backup-plan.confirm-prune': {
    en: 'Remove {count} scheduled copies ({size})? {kept} stay.',
    id: 'Hapus {count} cadangan terjadwal ({size})? {kept} tetap disimpan.',
  },
  'backup-plan.pruned': { en: '{count} removed, {size} freed.', id: '{count} dihapus, {size} dibebaskan.' },
} as const;
