import type { Document, Section } from './compose-document.ts';

const STYLE = `
  @page { size: A4; margin: 18mm 16mm; }
  body { font: 10pt/1.45 system-ui, sans-serif; color: #1b1b1b; }
  h1 { font-size: 17pt; margin: 0 0 4mm; overflow-wrap: anywhere; }
  h2 { font-size: 12pt; margin: 7mm 0 2mm; break-after: avoid; }
  dl { display: grid; grid-template-columns: 45mm 1fr; gap: 1mm 4mm; margin: 0; }
  dt { color: #666; } dd { margin: 0; overflow-wrap: anywhere; }
  p { margin: 0 0 2mm; white-space: pre-wrap; overflow-wrap: anywhere; }
  table { border-collapse: collapse; width: 100%; table-layout: fixed; }
  th, td { border-bottom: 0.2mm solid #ccc; padding: 1.2mm 2mm 1.2mm 0; text-align: left; vertical-align: top;
    white-space: pre-wrap; overflow-wrap: anywhere; }
  th { color: #666; font-weight: 600; } tr { break-inside: avoid; } thead { display: table-header-group; }
`;

/**
 * The document as a page for printing: no script, nothing loaded, and every text escaped. The policy says so to the
 * browser once more.
 */
export function writePage({ language, title, facts, sections }: Document): string {
  const dl = facts.map(([name, value]) => `<dt>${text(name)}</dt><dd>${text(value)}</dd>`).join('');
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${text(title)}</title><style>${STYLE}</style></head>
<body><h1>${text(title)}</h1><dl>${dl}</dl>${sections.map(section).join('')}</body></html>
`;
}

function section({ title, paragraphs = [], table }: Section): string {
  const rows = (cells: readonly string[], tag: 'td' | 'th'): string =>
    `<tr>${cells.map((cell) => `<${tag}>${text(cell)}</${tag}>`).join('')}</tr>`;
  return [
    `<h2>${text(title)}</h2>`,
    ...paragraphs.map((paragraph) => `<p>${text(paragraph)}</p>`),
    table
      ? `<table><thead>${rows(table.head, 'th')}</thead><tbody>${table.rows
          .map((row) => rows(row, 'td'))
          .join('')}</tbody></table>`
      : '',
  ].join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const text = (raw: string): string => raw.replace(/[&<>"']/g, (mark) => entities[mark] ?? '');
