/**
 * The words for the command line when the program was started as `… -- cli WORDS…`, else undefined. After `--` Chromium
 * reads no switches, so a command's own options never become Chromium's; the package's `ronda` script starts it so.
 */
export function headlessArguments(argv: readonly string[]): readonly string[] | undefined {
  const end = argv.indexOf('--');
  return end >= 0 && argv[end + 1] === 'cli' ? argv.slice(end + 2) : undefined;
}
