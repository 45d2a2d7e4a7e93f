import { RondaError } from '../../shared/errors.ts';
import type { MessageKey, Say } from '../i18n/messages.ts';
import { plainText } from '../output/plain-text.ts';

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Readers of option values; each throws `cli.usage` naming the option, in the language of this run. */
export type Parsers = ReturnType<typeof createParsers>;

export function createParsers(say: Say) {
  const refuse = (
    key: MessageKey,
    option: string,
    text: string,
    more: Readonly<Record<string, string | number>> = {},
  ): RondaError =>
    new RondaError('cli.usage', { detail: say(key, { option, text: plainText(text), ...more }) });

  return {
    /** `10m`, `2h`, `90s`, `1d` in milliseconds. */
    age:
      (option: string) =>
      (text: string): number => {
        const match = /^(\d{1,6})([smhd])$/.exec(text);
        const unit = unitMs[match?.[2] ?? ''];
        if (!match || unit === undefined) throw refuse('usage.age', option, text);
        return Number(match[1]) * unit;
      },

    /** A whole number within bounds; refuses what `Number` would generously accept. */
    whole:
      (option: string, min: number, max: number) =>
      (text: string): number => {
        const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
        if (value >= min && value <= max) return value;
        throw refuse('usage.whole', option, text, { min, max });
      },

    /** A regular expression for single lines. */
    pattern:
      (option: string) =>
      (text: string): RegExp => {
        try {
          return new RegExp(text);
        } catch {
          throw refuse('usage.pattern', option, text);
        }
      },

    /** One of some words, whatever its case. */
    word:
      <T extends string>(option: string, words: readonly T[]) =>
      (text: string): T => {
        const found = words.find((word) => word.toLowerCase() === text.toLowerCase());
        if (found !== undefined) return found;
        throw refuse('usage.word', option, text, { words: words.join(', ') });
      },

    /** A fingerprint as `ssh-keygen -lf` prints it. */
    fingerprint:
      (option: string) =>
      (text: string): string => {
        if (/^SHA256:[A-Za-z0-9+/]{43}$/.test(text)) return text;
        throw refuse('usage.fingerprint', option, text);
      },
  };
}
