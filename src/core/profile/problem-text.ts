import { z } from 'zod';

/** What is wrong with a line of a profile, in both languages. */
export interface Problem {
  readonly en: string;
  readonly id: string;
}

/** What the schemas of ours say; everything else zod says itself, in both languages. */
const ownTexts: ReadonlyMap<string, string> = new Map([
  ['a whole number from 1 to 65535', 'bilangan bulat dari 1 sampai 65535'],
  ['small letters, digits and dashes', 'huruf kecil, angka, dan tanda hubung'],
  ['a reserved word', 'kata yang sudah dipakai sistem'],
  ['a duration such as 20s, 5m, 4h, 7d or 1w', 'lama waktu seperti 20s, 5m, 4h, 7d, atau 1w'],
  ['enter a host name or an address', 'isi nama host atau alamat'],
  ['a host name or an IP address, nothing else', 'hanya nama host atau alamat IP'],
  ['a path without line breaks', 'jalur berkas tanpa ganti baris'],
  ['one SELECT statement, which gives one number', 'satu perintah SELECT yang menghasilkan satu angka'],
  ['only a container has a docker check', 'pemeriksaan docker hanya untuk kontainer'],
]);

const indonesian = z.locales.id().localeError;

/** An issue of the schema in words for the person who wrote the file. */
export function describeIssue(issue: z.core.$ZodIssue): Problem {
  if (issue.code === 'unrecognized_keys') return { en: 'unknown key', id: 'kunci tidak dikenal' };
  const twin = /^(\S+) is there twice$/.exec(issue.message);
  if (twin) return { en: issue.message, id: `${twin[1]} ditulis dua kali` };
  const own = ownTexts.get(issue.message);
  if (own) return { en: issue.message, id: own };
  const said = indonesian({ ...issue } as z.core.$ZodRawIssue);
  return { en: issue.message, id: (typeof said === 'string' ? said : said?.message) ?? issue.message };
}
