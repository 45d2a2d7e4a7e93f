import type { AlertKind } from '../../shared/domain/alerts.ts';
import type { Severity } from '../../shared/domain/incident.ts';

export type Language = 'en' | 'id';

/** The title of an alert's good news; the bad one carries the title of its incident. */
export function recoveryTitle(subject: 'service' | 'host', name: string, language: Language): string {
  if (subject === 'host')
    return language === 'id' ? `Terhubung lagi ke ${name}` : `Connected to ${name} again`;
  return language === 'id' ? `${name} sudah pulih` : `${name} is up again`;
}

/** Everything that a message says in words; what is filled in was made plain and redacted before. */
interface AlertWords {
  readonly resolved: (title: string) => string;
  readonly several: Readonly<Record<'down' | 'recovered' | 'reminder', (count: number) => string>>;
  readonly nearlyDue: (title: string) => string;
  readonly breached: (title: string) => string;
  readonly reminder: (title: string) => string;
  readonly test: string;
  readonly testLine: string;
  readonly server: (name: string) => string;
  readonly incident: (number: number, severity: Severity) => string;
  readonly since: (time: string) => string;
  readonly respondBy: (time: string) => string;
  readonly lasted: (minutes: number) => string;
  readonly relapsed: string;
  readonly raised: (severity: Severity) => string;
  readonly repeat: string;
}

const english: AlertWords = {
  resolved: (title) => `Resolved: ${title}`,
  several: {
    down: (count) => `${count} things failed at once`,
    recovered: (count) => `${count} things are up again`,
    reminder: (count) => `${count} things still fail`,
  },
  nearlyDue: (title) => `Little time left to respond: ${title}`,
  breached: (title) => `Nobody has responded: ${title}`,
  reminder: (title) => `Still failing: ${title}`,
  test: 'Ronda: test message',
  testLine: 'Alerts arrive here.',
  server: (name) => `Server: ${name}`,
  incident: (number, severity) => `Incident #${number} · ${severity}`,
  since: (time) => `Since ${time}`,
  respondBy: (time) => `Respond by ${time}`,
  lasted: (minutes) =>
    minutes < 1 ? 'Lasted less than a minute' : `Lasted ${duration(minutes, 'h', 'min')}`,
  relapsed: 'It had recovered and failed again.',
  raised: (severity) => `Severity raised to ${severity}`,
  repeat: '(Possibly repeated: it is not certain that an earlier attempt arrived.)',
};

const indonesian: AlertWords = {
  resolved: (title) => `Sudah pulih: ${title}`,
  several: {
    down: (count) => `${count} hal gagal bersamaan`,
    recovered: (count) => `${count} hal sudah pulih`,
    reminder: (count) => `${count} hal masih gagal`,
  },
  nearlyDue: (title) => `Waktu menanggapi hampir habis: ${title}`,
  breached: (title) => `Belum ada yang menanggapi: ${title}`,
  reminder: (title) => `Masih gagal: ${title}`,
  test: 'Ronda: pesan uji',
  testLine: 'Peringatan sampai di sini.',
  server: (name) => `Server: ${name}`,
  incident: (number, severity) => `Insiden #${number} · ${severity}`,
  since: (time) => `Sejak ${time}`,
  respondBy: (time) => `Tanggapi sebelum ${time}`,
  lasted: (minutes) =>
    minutes < 1 ? 'Berlangsung kurang dari semenit' : `Berlangsung ${duration(minutes, 'jam', 'menit')}`,
  relapsed: 'Sempat pulih, lalu gagal lagi.',
  raised: (severity) => `Tingkat dinaikkan ke ${severity}`,
  repeat: '(Mungkin berulang: belum pasti percobaan sebelumnya sampai.)',
};

function duration(minutes: number, hour: string, minute: string): string {
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} ${minute}` : `${hours} ${hour} ${minutes % 60} ${minute}`;
}

export function wordsIn(language: Language): AlertWords {
  return language === 'id' ? indonesian : english;
}

/** `24 Nov 14:05`, on the clock of a time zone; null: this computer's own. */
export function timeText(at: number, language: Language, timeZone: string | null): string {
  return new Intl.DateTimeFormat(language === 'id' ? 'id-ID' : 'en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    ...(timeZone === null ? {} : { timeZone }),
  }).format(at);
}

/** A coloured mark for channels that have no colours of their own: it says at a glance what the words say. */
export function markOf(kind: AlertKind, severity: Severity): string {
  if (kind === 'recovered') return '🟢';
  if (kind === 'test') return '🔵';
  return { P1: '🔴', P2: '🟠', P3: '🟡', P4: '⚪' }[severity];
}
