/** One word of an `Exec` line: quoted, and quoted again as a string of a desktop file; a percent sign is a field code. */
function quote(word: string): string {
  if (/[\n\r\0]/.test(word)) throw new Error('a command of a desktop file is one line');
  const quoted = `"${word.replaceAll(/["`$\\]/g, '\\$&')}"`;
  return quoted.replaceAll('\\', '\\\\').replaceAll('%', '%%');
}

/**
 * A desktop file that starts a command at login.
 * https://specifications.freedesktop.org/autostart-spec/latest/ and desktop-entry-spec, "The Exec key"
 */
export function autostartEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Ronda',
    `Exec=${command.map(quote).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}
