import { expect, test } from 'vitest';
import { cpuTimeOf } from '../platform/cpu-time.ts';
import { redactText } from './redact-text.ts';
import { redactValue } from './redact-value.ts';

const botToken = `123456789:${'AAE-abcdefghijklmnopqrstuvwxyz_01234'.slice(0, 35)}`;
const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U';

test.each([
  ['a NIK', 'warga 3174051203900001 tidak ditemukan', 'warga [NIK] tidak ditemukan'],
  ['a NIK in groups', 'NIK: 3174 0512 0390 0001.', 'NIK: [NIK].'],
  ['a NIK in its own groups', '317405-120390-0001', '[NIK]'],
  ['a NIK in JSON', '{"nik":"3174051203900001"}', '{"nik":"[NIK]"}'],
  ['a mobile number', 'hubungi 081234567890 segera', 'hubungi [phone] segera'],
  ['a mobile number with dashes', '0812-3456-7890', '[phone]'],
  ['a short mobile number', '0811234567', '[phone]'],
  ['a number with +62', 'tel +62 812-3456-7890, rumah', 'tel [phone], rumah'],
  ['a landline with +62', '+62 (21) 5550123', '[phone]'],
  ['a WhatsApp number', 'wa.me/6281234567890', 'wa.me/[phone]'],
  ['an e-mail address', 'dari siti.aminah+rt@example.co.id: halo', 'dari [email]: halo'],
  ['a Telegram token', `token salah ${botToken} ditolak`, 'token salah [token] ditolak'],
  [
    'a Telegram token in a URL',
    `https://api.telegram.org/bot${botToken}/getMe`,
    'https://api.telegram.org/bot[token]/getMe',
  ],
  ['a bearer token', 'Authorization: Bearer abc.def-123456', 'Authorization: Bearer [token]'],
  ['a password assignment', 'password=hunter2 user=ani', 'password=[secret] user=ani'],
  ['an environment variable', 'DB_PASSWORD=s3cr3t', 'DB_PASSWORD=[secret]'],
  ['a password in JSON', '{"password":"a b, c","x":1}', '{"password":[secret]","x":1}'],
  [
    'a password in JSON inside a string',
    String.raw`"{\"password\":\"abc\"}"`,
    String.raw`"{\"password\":[secret]\"}"`,
  ],
  ['an API key', 'GEMINI_API_KEY: AIzaSyA1234567890abcdefgh', 'GEMINI_API_KEY: [token]'],
  ['the password of a URL', 'postgres://app:p4ss@db:5432/x', 'postgres://app:[secret]@db:5432/x'],
  ['a JSON Web Token', `session ${jwt} ended`, 'session [token] ended'],
  [
    'a private key',
    `x\n-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbn\nNzaC1\n-----END OPENSSH PRIVATE KEY-----\ny`,
    'x\n[private key]\ny',
  ],
  ['half a private key', 'x -----BEGIN RSA PRIVATE KEY-----\nMIIEow', 'x [private key]'],
])('%s is masked', (_name, text, expected) => {
  expect(redactText(text)).toBe(expected);
});

test.each([
  ['a time', '2026-08-12T08:15:30.123456789Z'],
  ['a date', 'tanggal 08-12-2026 pukul 10:20'],
  ['a fraction', '{"cpu":0.0812345678901}'],
  ['a container id', 'docker stop 3f0812345678'],
  ['a hash', 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
  ['a hash with 16 digits in a row', 'abcdef0123456789012345abcdef01'],
  ['an image with a digest', 'node@sha256:aa11'],
  ['an address of a server', 'ssh admin@10.0.0.5 port 4001'],
  ['a count', '1234567890 bytes'],
  ['plain Indonesian', 'Layanan warga-service tidak menjawab dalam 10 detik.'],
])('%s is left alone', (_name, text) => {
  expect(redactText(text)).toBe(text);
});

test('redacting twice changes nothing more', () => {
  const once = redactText(`password=x token: ${botToken} 081234567890 a@b.co {"secret":"y"}`);
  expect(redactText(once)).toBe(once);
});

test('a text that is too long is cut without leaving half a NIK behind', () => {
  const text = `${'x'.repeat(990)} 3174051203900001 ${'y'.repeat(5000)}`;
  const result = redactText(text, 1000);
  expect(result).not.toMatch(/\d{6}/);
  expect(result).toContain('characters cut]');
});

test.each([
  ['e-mail', 'a.'.repeat(5_000_000)],
  ['JSON Web Token', 'eyJ'.repeat(3_000_000)],
  ['private key', '-----BEGIN PRIVATE KEY-----'.repeat(300_000)],
  ['password', 'password'.repeat(1_000_000)],
  ['password and blanks', 'password=  '.repeat(1_000_000)],
  ['phone', '08'.repeat(5_000_000)],
  ['phone with separators', '+62 8 1 2 '.repeat(1_000_000)],
  ['URL', '://a:'.repeat(2_000_000)],
  ['digits', '1'.repeat(10_000_000)],
  ['host names', 'a@a.a.a.a.a.a.a.'.repeat(600_000)],
])('ten hostile megabytes against the %s rule cost no more than a moment', (_name, text) => {
  expect(cpuTimeOf(() => void redactText(text))).toBeLessThan(3000);
});

test('values are masked by name, strings by content, and cycles end', () => {
  const error = new Error('login of 081234567890 failed', { cause: new Error('password=abc') });
  const value: Record<string, unknown> = {
    botToken: 12345,
    user: 'siti@example.com',
    list: ['3174051203900001'],
    error,
  };
  value.self = value;
  const text = JSON.stringify(redactValue(value));
  expect(text).not.toMatch(/12345|siti|0812345|3174|abc/);
  expect(JSON.parse(text)).toMatchObject({
    botToken: '[secret]',
    user: '[email]',
    list: ['[NIK]'],
    self: '[circular]',
    error: { name: 'Error', message: 'login of [phone] failed', cause: { message: 'password=[secret]' } },
  });
});

test('what JSON cannot hold becomes text, and bytes are only counted', () => {
  expect(redactValue({ n: 10n, f: () => 1, b: Buffer.from('password=abc') })).toMatchObject({
    n: '10',
    b: '[12 bytes]',
  });
});
