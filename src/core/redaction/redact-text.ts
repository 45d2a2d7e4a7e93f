/**
 * What must not stand in Ronda's log, its journal, its alerts or an error report: personal data of residents and
 * secrets. This is the only list; all four go through it.
 */
interface Rule {
  readonly pattern: RegExp;
  readonly replacement: string;
}

/**
 * Every quantifier is bounded, or its match cannot start inside itself, so that no input costs more than a fixed
 * number of steps a character. Secrets come first: part of a token may look like a phone number.
 */
const rules: readonly Rule[] = [
  {
    // An unfinished block is masked to the end of the text: half a private key is still a leak.
    pattern:
      /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|$)/g,
    replacement: '[private key]',
  },
  { pattern: /AGE-SECRET-KEY-1[A-Z0-9]{8,100}/gi, replacement: '[token]' },
  // Telegram bot token (core.telegram.org/bots/api), in URLs as /bot<token>/; a digest (sha256:…) looks alike.
  { pattern: /(?<!sha)\d{3,20}:[A-Za-z0-9_-]{35,80}/g, replacement: '[token]' },
  { pattern: /\b(Bearer|Basic)[ \t]{1,8}[A-Za-z0-9._~+/=-]{8,}/gi, replacement: '$1 [token]' },
  {
    // Prefixes that the issuers publish so that scanners find a leaked token.
    pattern:
      /(?<![A-Za-z0-9])(?:gh[pousr]_|github_pat_|glpat-|npm_|sk-|xox[abeprs]-|AKIA|AIza|dckr_pat_)[A-Za-z0-9_-]{16,}/g,
    replacement: '[token]',
  },
  // A JSON Web Token: its header always begins with {" in base64.
  {
    pattern: /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]{0,4096})?/g,
    replacement: '[token]',
  },
  // user:password@ of a URL.
  { pattern: /(:\/\/[^\s/:@]{0,100}:)[^\s/@]{1,200}(?=@)/g, replacement: '$1[secret]' },
  {
    pattern:
      /((?:passw(?:or)?d|pwd|passphrase|secret|token|api[_-]?key|access[_-]?key|auth[_-]?key|credential|kata[_-]?sandi)[A-Za-z0-9_-]{0,20}\\?["']?[ \t]{0,4}[=:][ \t]{0,4})(?!\[(?:token|secret)\])(?:\\?"[^"\\\r\n]{0,4096}|'[^'\r\n]{0,4096}|[^\s"',;&)}\]]{1,4096})/gi,
    replacement: '$1[secret]',
  },
  {
    pattern: /(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}/g,
    replacement: '[email]',
  },
  // NIK: 16 digits, also in groups. Not inside a longer run of hexadecimal, which is a hash or a container id.
  {
    pattern:
      /(?<!\d|[0-9a-f]{7})(?:\d{16}|\d{4}[ .-]\d{4}[ .-]\d{4}[ .-]\d{4}|\d{6}[ .-]\d{6}[ .-]\d{4})(?!\d|[0-9a-f]{7})/g,
    replacement: '[NIK]',
  },
  // +62 and any number after it.
  { pattern: /\+62[ .()-]{0,2}\d(?:[ .()-]{0,2}\d){6,11}(?!\d)/g, replacement: '[phone]' },
  // 08… and 628… (as WhatsApp writes it). After "0." or "1," it is the fraction of a number.
  {
    pattern: /(?<!\d[.,]?|[0-9a-f]{2})(?:0 ?8|628)\d{1,2}(?:[ .-]?\d){6,10}(?!\d|[0-9a-f]{4})/g,
    replacement: '[phone]',
  },
];

/** Longer texts are cut first: nothing that Ronda writes of its own is longer, and a hostile one must cost little. */
export const LONGEST_TEXT = 65_536;

/** Cuts at a blank where one is near, so that half a number does not slip through unrecognised. */
function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const head = text.slice(0, longest);
  const blank = head.slice(-256).search(/\s\S*$/);
  const kept = head.slice(0, Math.max(0, head.length - 256) + (blank < 0 ? 0 : blank));
  return `${kept} […${text.length - kept.length} characters cut]`;
}

/**
 * The text with personal data (NIK, Indonesian phone numbers, e-mail addresses) and secrets (tokens, passwords,
 * private keys) masked. Linear in the length of the text, which is cut to `longest` characters first.
 */
export function redactText(text: string, longest: number = LONGEST_TEXT): string {
  let result = cut(text, longest);
  for (const { pattern, replacement } of rules) result = result.replace(pattern, replacement);
  return result;
}
