import type { NightFile } from '../../../shared/domain/night-watch.ts';
import { useText } from '../../app/i18n.ts';
import { Badge } from '../../ui/badge.tsx';
import { useFormat } from '../../ui/format.ts';

/** A file as it will lie on a server: where, how it is protected, and every line of it. */
export function PlacedFile({ file }: { readonly file: NightFile }) {
  const t = useText();
  const format = useFormat();
  return (
    <details className="rounded-lg border border-line">
      <summary className="flex cursor-pointer flex-wrap items-center gap-x-3 gap-y-0.5 px-3 py-2">
        <span className="font-mono text-xs break-all">{file.path}</span>
        {file.isSecret && <Badge tone="degraded">{t('nightWatch.secret')}</Badge>}
        <span className="text-xs text-faint">
          {t('nightWatch.mode', { mode: file.mode, bytes: format.bytes(file.bytes) })}
        </span>
        <span className="w-full font-mono text-2xs break-all text-faint">{`sha256 ${file.sha256}`}</span>
      </summary>
      <PlacedText label={file.name} text={file.text} />
    </details>
  );
}

/** Text that is put on a server, as it is. */
export function PlacedText({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <figure aria-label={label}>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by keyboard.
        tabIndex={0}
        className="max-h-80 overflow-auto rounded-lg bg-sunken px-3 py-2 font-mono text-2xs whitespace-pre text-ink"
      >
        {text}
      </pre>
    </figure>
  );
}
