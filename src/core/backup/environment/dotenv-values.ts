import { parseEnv } from 'node:util';

/** Node's parser answers with an object, where this one name would be lost. */
const protoName = /^([ \t]*(?:export[ \t]+)?)__proto__(?=[ \t]*=)/gm;
const standIn = '__ronda_proto__';

/** The names and values of a dotenv file's text; the last line of a name counts, and the order is by name. */
export function parseDotenv(text: string): [name: string, value: string][] {
  const parsed = parseEnv(text.replace(protoName, `$1${standIn}`));
  return Object.entries(parsed).map(([name, value = '']) => [
    name === standIn ? '__proto__' : name,
    value.replaceAll(standIn, '__proto__'),
  ]);
}
