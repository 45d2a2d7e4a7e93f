import { Check, X } from 'lucide-react';
import type { CommandRecord } from '../../shared/domain/service.ts';
import { useText } from '../app/i18n.ts';

/** What was run and what came of it, as it stands in the timeline too. */
export function CommandOutput({ commands }: { readonly commands: readonly CommandRecord[] }) {
  const t = useText();
  return (
    <ul aria-label={t('incidents.hands.output')} className="flex flex-col gap-1.5">
      {commands.map(({ command, ok, output, startedAt }) => (
        <li key={`${startedAt} ${command}`} className="rounded-lg bg-sunken px-3 py-2">
          <p className="flex items-baseline gap-2 font-mono text-2xs">
            {ok ? (
              <Check aria-label="OK" className="size-3 shrink-0 text-up" />
            ) : (
              <X aria-label="!" className="size-3 shrink-0 text-down" />
            )}
            <span className="break-all">{command}</span>
          </p>
          {output && (
            <pre
              // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by keyboard.
              tabIndex={0}
              className="mt-1 max-h-48 overflow-auto font-mono text-2xs whitespace-pre-wrap break-all text-muted"
            >
              {output}
            </pre>
          )}
        </li>
      ))}
    </ul>
  );
}
