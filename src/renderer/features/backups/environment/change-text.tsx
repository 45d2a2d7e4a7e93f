import type { EnvironmentChange } from '../../../../shared/domain/environment.ts';
import { useText } from '../../../app/i18n.ts';

/** So many names are told of each kind; the rest is a number. */
const shown = 4;

/** What differs, by name. */
export function ChangeText({ change }: { readonly change: EnvironmentChange }) {
  const t = useText();
  const kinds = (['changed', 'added', 'removed'] as const).filter((kind) => change[kind].length > 0);
  if (kinds.length === 0) return <span>{t('environment.onlyLines')}</span>;
  return (
    <span className="flex flex-col gap-0.5">
      {kinds.map((kind) => (
        <span key={kind} className="break-all">
          {t(`environment.change.${kind}`)}{' '}
          <span className="font-mono">{change[kind].slice(0, shown).join(', ')}</span>
          {change[kind].length > shown && ` ${t('environment.more', { count: change[kind].length - shown })}`}
        </span>
      ))}
    </span>
  );
}
