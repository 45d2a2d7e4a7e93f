import { useText } from '../../app/i18n.ts';

interface ManualChoiceProps {
  readonly value: 'manual' | 'generate';
  readonly onChange: (value: 'manual' | 'generate') => void;
  readonly canGenerate: boolean;
  /** A manual that is there fits what runs. */
  readonly suggested: boolean;
}

/** Whether a host is run by a manual that is there, or by one made from what runs. */
export function ManualChoice({ value, onChange, canGenerate, suggested }: ManualChoiceProps) {
  const t = useText();
  if (!canGenerate) return null;
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 text-xs font-medium text-muted">{t('hosts.add.profile')}</legend>
      {(['manual', 'generate'] as const).map((choice) => (
        <label key={choice} className="flex items-baseline gap-2">
          <input
            type="radio"
            name="manual"
            className="translate-y-0.5"
            checked={value === choice}
            onChange={() => onChange(choice)}
          />
          <span>
            {t(`hosts.found.use.${choice}`)}
            {choice === 'manual' && suggested && (
              <span className="ml-1.5 text-xs text-accent">{t('hosts.found.fits')}</span>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
