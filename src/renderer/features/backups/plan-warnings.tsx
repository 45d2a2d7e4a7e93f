import { TriangleAlert } from 'lucide-react';
import { type ErrorShape, errorText } from '../../../shared/errors.ts';
import { useLanguage, useText } from '../../app/i18n.ts';

/** What to mind before a plan is carried out; nothing where there is nothing. */
export function PlanWarnings({ warnings }: { readonly warnings: readonly ErrorShape[] }) {
  const t = useText();
  const language = useLanguage();
  if (warnings.length === 0) return null;
  return (
    <ul
      aria-label={t('backups.wizard.warnings')}
      className="flex flex-col gap-1 rounded-lg bg-degraded/12 px-3 py-2"
    >
      {warnings.map((warning) => {
        const { message } = errorText(warning, language);
        return (
          <li key={message} className="flex items-start gap-2">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-degraded" />
            <span className="min-w-0 break-words">{message}</span>
          </li>
        );
      })}
    </ul>
  );
}
