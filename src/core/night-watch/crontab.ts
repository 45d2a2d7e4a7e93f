/**
 * The night watch in a user's crontab: a marker line and the line below it. Everything else stays, byte for byte.
 */
const marker = (hostId: string): string => `# ronda-night-watch ${hostId}`;

/** What the marker notes of the crontab before, so that taking the lines out again gives the same bytes. */
const createdNote = ' (crontab made by Ronda)';
const newlineNote = ' (line end added)';

/** Adds the lines, or replaces them where they are. `before` is null when the user has no crontab at all. */
export function addToCrontab(before: string | null, hostId: string, line: string): string {
  if (before !== null && isInCrontab(before, hostId)) {
    const lines = before.split('\n');
    const at = lines.findIndex((text) => isMarker(text, hostId));
    const isOurs = (lines[at + 1] ?? '').includes(ourPath(hostId));
    return lines.toSpliced(at + 1, isOurs ? 1 : 0, line).join('\n');
  }
  const needsEnd = before !== null && before !== '' && !before.endsWith('\n');
  const note = before === null ? createdNote : needsEnd ? newlineNote : '';
  return `${before ?? ''}${needsEnd ? '\n' : ''}${marker(hostId)}${note}\n${line}\n`;
}

/** Takes the lines out. Null: there was no crontab before, and nothing else is in it. */
export function takeFromCrontab(current: string, hostId: string): string | null {
  const lines = current.split('\n');
  const at = lines.findIndex((text) => isMarker(text, hostId));
  const note = at === -1 ? '' : (lines[at] ?? '');
  const kept = lines.filter((text, index) => index !== at && !isOurLine(text, hostId));
  let text = kept.join('\n');
  if (note.endsWith(newlineNote) && at === kept.length - 1 && text.endsWith('\n')) text = text.slice(0, -1);
  return text === '' && note.endsWith(createdNote) ? null : text;
}

export function isInCrontab(text: string, hostId: string): boolean {
  return text.split('\n').some((line) => isMarker(line, hostId));
}

const ourPath = (hostId: string): string => `/.ronda-night-watch/${hostId}/ronda-night-watch.sh`;

function isMarker(line: string, hostId: string): boolean {
  const mark = marker(hostId);
  return line === mark || line === mark + createdNote || line === mark + newlineNote;
}

/** A line that runs it: one that lost its marker must not be left behind either. A comment is not ours. */
function isOurLine(line: string, hostId: string): boolean {
  return !line.startsWith('#') && line.includes(ourPath(hostId));
}
