import { useText } from '../../../app/i18n.ts';

/** Enough for any file a person reads; the rest is for the command line. */
const maxLines = 2000;

const tones: Readonly<Record<string, string>> = {
  '+': 'bg-up/15',
  '-': 'bg-down/15',
  '@': 'text-muted',
  '\\': 'text-muted',
};

/** A file's text, or what changed in it: there each line by its mark. */
export function ShownText({ text, as }: { readonly text: string; readonly as: 'content' | 'change' }) {
  const t = useText();
  const all = text.replace(/\n$/, '').split('\n');
  const lines = all.slice(0, maxLines).map((line, index) => ({ id: `${index}`, line }));
  return (
    <figure aria-label={t(as === 'change' ? 'configuration.changeOf' : 'configuration.contentOf')}>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by keyboard.
        tabIndex={0}
        className="max-h-80 overflow-auto rounded-lg bg-sunken py-2 font-mono text-2xs whitespace-pre text-ink select-text"
      >
        {lines.map(({ id, line }) => (
          <div key={id} className={`min-w-fit px-3 ${as === 'change' ? (tones[line[0] ?? ''] ?? '') : ''}`}>
            {line === '' ? ' ' : line}
          </div>
        ))}
      </pre>
      {all.length > maxLines && (
        <figcaption className="mt-1.5 text-xs text-muted">
          {t('configuration.cut', { count: maxLines })}
        </figcaption>
      )}
    </figure>
  );
}
