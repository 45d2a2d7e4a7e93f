import type { Language } from '../../shared/i18n/catalogues.ts';
import { useLanguage } from '../app/i18n.ts';

export interface Format {
  number(value: number, digits?: number): string;
  /** 1024-based, as Docker and compose files count: `256M` reads `256 MB`. */
  bytes(value: number): string;
  percent(value: number): string;
  /** The two largest units: `3 d 4 h`. */
  duration(ms: number): string;
  /** The largest unit only: `3 d`. */
  roughDuration(ms: number): string;
  /** `3 days ago`; for less than five seconds the language's word for now. */
  ago(at: number, now: number): string;
  /** `23 Nov 2026, 02.00.00`. */
  dateTime(at: number): string;
  /** `23 Nov, 02.00`, without the year when it is this one. */
  shortDateTime(at: number, now: number): string;
  time(at: number): string;
  /** `02.00` within the next 24 hours, else with the day. */
  upcoming(at: number, now: number): string;
  /** `02.00.00.123` for log lines. */
  preciseTime(at: number): string;
}

const second = 1000;
const steps = [
  { unit: 'day', ms: 86_400 * second },
  { unit: 'hour', ms: 3600 * second },
  { unit: 'minute', ms: 60 * second },
  { unit: 'second', ms: second },
] as const;
const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

function createFormat(language: Language): Format {
  const locale = language === 'id' ? 'id-ID' : 'en-GB';
  const plain = (digits: number): Intl.NumberFormat =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: digits });
  const unitOf = (unit: string, digits = 0): Intl.NumberFormat =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit,
      unitDisplay: language === 'en' && !unit.endsWith('byte') ? 'narrow' : 'short',
      maximumFractionDigits: digits,
    });
  const numbers = [plain(0), plain(1), plain(2)];
  const timeUnits = new Map(steps.map(({ unit }) => [unit, unitOf(unit)]));
  const bytesWhole = byteUnits.map((unit) => unitOf(unit));
  const bytesExact = byteUnits.map((unit) => unitOf(unit, 1));
  const relative = new Intl.RelativeTimeFormat(locale, {
    numeric: 'always',
    style: language === 'en' ? 'narrow' : 'long',
  });
  const nowWord = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(0, 'second');
  const full = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
  const short = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
  const precise = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  });

  const parts = (ms: number, count: number): string => {
    let rest = Math.max(0, ms);
    const out: string[] = [];
    for (const { unit, ms: size } of steps) {
      const value = Math.floor(rest / size);
      if (value === 0 && out.length === 0 && unit !== 'second') continue;
      rest -= value * size;
      if (value > 0 || out.length === 0) out.push(timeUnits.get(unit)?.format(value) ?? '');
      if (out.length === count || (out.length > 0 && value === 0)) break;
    }
    return out.join(' ');
  };

  return {
    number: (value, digits = 0) => (numbers[digits] ?? plain(digits)).format(value),
    bytes(value) {
      const power = Math.min(
        byteUnits.length - 1,
        value < 1 ? 0 : Math.floor(Math.log(value) / Math.log(1024)),
      );
      const scaled = value / 1024 ** power;
      return (scaled < 10 && power > 0 ? bytesExact : bytesWhole)[power]?.format(scaled) ?? String(value);
    },
    percent: (value) => `${plain(value < 10 ? 1 : 0).format(value)}%`,
    duration: (ms) => parts(ms, 2),
    roughDuration: (ms) => parts(ms, 1),
    ago(at, now) {
      const past = now - at;
      if (Math.abs(past) < 5 * second) return nowWord;
      const step = steps.find(({ ms }) => Math.abs(past) >= ms) ?? { unit: 'second' as const, ms: second };
      return relative.format(-Math.trunc(past / step.ms), step.unit);
    },
    dateTime: (at) => full.format(at),
    shortDateTime: (at, now) =>
      new Date(at).getFullYear() === new Date(now).getFullYear() ? short.format(at) : day.format(at),
    time: (at) => time.format(at),
    upcoming: (at, now) => (at - now < 86_400 * second ? clock : short).format(at),
    preciseTime: (at) => precise.format(at),
  };
}

const formats: Record<Language, Format> = { id: createFormat('id'), en: createFormat('en') };

/** Numbers, sizes and times as the current language writes them. */
export function useFormat(): Format {
  return formats[useLanguage()];
}

export function formatOf(language: Language): Format {
  return formats[language];
}
