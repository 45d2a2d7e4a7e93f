/**
 * One command line that a POSIX shell splits back into exactly these arguments. Between single quotes nothing has a
 * meaning but the single quote itself (POSIX.1-2017, XCU 2.2.2), so even line breaks and `$` arrive as they are.
 * @throws TypeError on NUL, which no argument of a process can hold.
 */
export function posixQuote(argv: readonly string[]): string {
  return argv
    .map((argument) => {
      if (argument.includes('\0')) throw new TypeError('An argument cannot hold a NUL character.');
      return `'${argument.replaceAll("'", "'\\''")}'`;
    })
    .join(' ');
}
