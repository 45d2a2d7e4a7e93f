/** What Ronda has a server start by itself; its name is that of its script, too. */
export type ServerTask = 'ronda-night-watch' | 'ronda-server-copy';

/** A task of one host. */
export interface TaskOfHost {
  readonly task: ServerTask;
  readonly hostId: string;
}

/** A task in a user's crontab: a marker line and the line below it. Everything else stays, byte for byte. */
const marker = ({ task, hostId }: TaskOfHost): string => `# ${task} ${hostId}`;

/** What the marker notes of the crontab before, so that taking the lines out again gives the same bytes. */
const createdNote = ' (crontab made by Ronda)';
const newlineNote = ' (line end added)';

/** Adds the lines, or replaces them where they are. `before` is null when the user has no crontab at all. */
export function addToCrontab(before: string | null, of: TaskOfHost, line: string): string {
  if (before !== null && isInCrontab(before, of)) {
    const lines = before.split('\n');
    const at = lines.findIndex((text) => isMarker(text, of));
    const isOurs = (lines[at + 1] ?? '').includes(ourPath(of));
    return lines.toSpliced(at + 1, isOurs ? 1 : 0, line).join('\n');
  }
  const needsEnd = before !== null && before !== '' && !before.endsWith('\n');
  const note = before === null ? createdNote : needsEnd ? newlineNote : '';
  return `${before ?? ''}${needsEnd ? '\n' : ''}${marker(of)}${note}\n${line}\n`;
}

/** Takes the lines out. Null: there was no crontab before, and nothing else is in it. */
export function takeFromCrontab(current: string, of: TaskOfHost): string | null {
  const lines = current.split('\n');
  const at = lines.findIndex((text) => isMarker(text, of));
  const note = at === -1 ? '' : (lines[at] ?? '');
  const kept = lines.filter((text, index) => index !== at && !isOurLine(text, of));
  let text = kept.join('\n');
  if (note.endsWith(newlineNote) && at === kept.length - 1 && text.endsWith('\n')) text = text.slice(0, -1);
  return text === '' && note.endsWith(createdNote) ? null : text;
}

export function isInCrontab(text: string, of: TaskOfHost): boolean {
  return text.split('\n').some((line) => isMarker(line, of));
}

const ourPath = ({ task, hostId }: TaskOfHost): string => `/.${task}/${hostId}/${task}.sh`;

function isMarker(line: string, of: TaskOfHost): boolean {
  const mark = marker(of);
  return line === mark || line === mark + createdNote || line === mark + newlineNote;
}

/** A line that runs it: one that lost its marker must not be left behind either. A comment is not ours. */
function isOurLine(line: string, of: TaskOfHost): boolean {
  return !line.startsWith('#') && line.includes(ourPath(of));
}
