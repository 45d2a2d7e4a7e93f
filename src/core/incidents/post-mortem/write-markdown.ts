import type { Document, Section } from './compose-document.ts';

/** The document as Markdown (CommonMark, with GitHub's tables). Texts stay texts, whatever marks they hold. */
export function writeMarkdown({ title, facts, sections }: Document): string {
  return [
    `# ${inline(title)}`,
    facts.map(([name, value]) => `- **${inline(name)}**: ${inline(value)}`).join('\n'),
    ...sections.map(writeSection),
    '',
  ].join('\n\n');
}

function writeSection({ title, paragraphs = [], table }: Section): string {
  const parts = [`## ${inline(title)}`, ...paragraphs.map(block)];
  if (table) {
    const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
    parts.push([row(table.head), row(table.head.map(() => '---')), ...table.rows.map(row)].join('\n'));
  }
  return parts.join('\n\n');
}

/** CommonMark 2.4: a backslash before punctuation takes its meaning; 6.6: raw HTML begins with `<`. */
function escapeMarks(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|~&]/g, (mark) => `\\${mark}`);
}

/** What stands at the beginning of a line and would make a list or a rule of it. */
function escapeStart(line: string): string {
  return line.replace(/^(\s*)([-+=#]|\d+[.)])/, (_all, space: string, mark: string) =>
    mark.length === 1 ? `${space}\\${mark}` : `${space}${mark.slice(0, -1)}\\${mark.slice(-1)}`,
  );
}

const inline = (text: string): string => escapeMarks(text.replace(/\s+/g, ' ').trim());
const block = (text: string): string =>
  text
    .split('\n')
    .map((line) => escapeStart(escapeMarks(line.trim())))
    .join('\\\n');
const cell = (text: string): string => (text === '---' ? text : text.split('\n').map(inline).join('<br>'));
