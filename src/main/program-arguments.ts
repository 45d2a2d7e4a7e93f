/**
 * The folder after `--home`, as the command line takes it too (`--home DIR` or `--home=DIR`). Chromium's own
 * switches may stand around it.
 */
export function homeArgument(argv: readonly string[]): string | undefined {
  const joined = argv.find((argument) => argument.startsWith('--home='));
  if (joined) return joined.slice('--home='.length);
  const at = argv.indexOf('--home');
  const value = at < 0 ? undefined : argv[at + 1];
  return value?.startsWith('-') ? undefined : value;
}
