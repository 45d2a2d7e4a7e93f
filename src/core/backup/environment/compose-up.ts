import { posix } from 'node:path';
import { posixQuote } from '../../hosts/ssh/posix-quote.ts';

/** Names that `docker compose` looks for by itself. */
const usual = new Set(['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml']);
const isPlain = (path: string): boolean => path.startsWith('/') && !/[\u0000-\u001f\u007f]/.test(path);

/**
 * What makes Compose use a file that changed, to be run by a person.
 * @param folder as a label named it
 * @param path of the file, whose folder counts where the label names none
 * @param files the Compose files of the project, where a label names them
 */
export function composeUp(folder: string | null, path: string, files: readonly string[] = []): string {
  const where = folder && isPlain(folder) ? folder : posix.dirname(path);
  const [only, ...others] = files;
  const isUsual =
    only === undefined ||
    (others.length === 0 && posix.dirname(only) === where && usual.has(posix.basename(only)));
  const named = isUsual ? [] : files.map((file) => ` -f ${posixQuote([file])}`);
  return `cd ${posixQuote([where])} && docker compose${named.join('')} up -d`;
}
