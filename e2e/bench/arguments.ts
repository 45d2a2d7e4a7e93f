import { parseArgs } from 'node:util';

/** Wrong words on the command line; the message says what is right. */
export class UsageError extends Error {}

/**
 * Reads `[NAME…] [--json FILE]`.
 *
 * @throws UsageError for an unknown name, listing the known ones, and for unknown options
 */
export function readArguments<T extends { readonly name: string }>(
  args: readonly string[],
  known: readonly T[],
): { readonly chosen: readonly T[]; readonly json: string | undefined } {
  const usage = `Usage: npm run bench [-- NAME… --json FILE]\nNames: ${known.map(({ name }) => name).join(', ')}`;
  const { values, positionals } = parse(args, usage);
  const unknown = positionals.filter((name) => !known.some((item) => item.name === name));
  if (unknown.length > 0)
    throw new UsageError(`There is no measurement "${unknown.join('", "')}".\n${usage}`);
  const chosen = positionals.length === 0 ? known : known.filter(({ name }) => positionals.includes(name));
  return { chosen, json: values.json };
}

function parse(args: readonly string[], usage: string) {
  try {
    return parseArgs({
      args: [...args],
      options: { json: { type: 'string' } },
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}
