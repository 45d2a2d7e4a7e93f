import { linesOf, type Outgoing } from './alert-content.ts';
import { markOf } from './alert-texts.ts';

/** Telegram's limit, counted after the markup is taken away. https://core.telegram.org/bots/api#sendmessage */
export const longestTelegramText = 4096;

/** https://core.telegram.org/bots/api#html-style: these three, and nothing else, have a meaning in a text. */
function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Cut to a length in UTF-16 units, as Telegram counts, never through a character. */
function cutTo(text: string, longest: number): string {
  if (text.length <= longest) return text;
  if (longest < 1) return '';
  const head = text.slice(0, longest - 1);
  return `${/[\uD800-\uDBFF]$/.test(head) ? head.slice(0, -1) : head}…`;
}

/** The same message as HTML, and as the plain text for when Telegram cannot parse that. Both within its limit. */
export function telegramText(message: Outgoing): { readonly html: string; readonly plain: string } {
  const { kind, severity } = message.content;
  const title = cutTo(message.content.title, 512);
  const mark = `${markOf(kind, severity)} `;
  const room = longestTelegramText - mark.length - title.length - 1;
  const body = cutTo(
    linesOf(message)
      .filter((line) => line !== '')
      .join('\n'),
    room,
  );
  const html = `${mark}<b>${escapeHtml(title)}</b>`;
  return body === ''
    ? { html, plain: `${mark}${title}` }
    : { html: `${html}\n${escapeHtml(body)}`, plain: `${mark}${title}\n${body}` };
}
