import type { RestorePlan } from '../../../shared/domain/backup.ts';
import { useText } from '../../app/i18n.ts';
import { Field, Input } from '../../ui/field.tsx';

export interface Confirmation {
  readonly typed: string;
  readonly reason: string;
}

export const unconfirmed: Confirmation = { typed: '', reason: '' };
/** Names the form, so that a button outside of it can submit it. */
export const confirmFormId = 'restore-confirm';

export function confirms(confirmation: Confirmation, word: string): boolean {
  return confirmation.typed.trim() === word;
}

interface ConfirmFormProps {
  readonly word: string;
  /** Absent where nothing stops. */
  readonly plan?: Pick<RestorePlan, 'stops'>;
  /** What is promised before the word is typed. */
  readonly safety?: string;
  readonly confirmation: Confirmation;
  readonly onChange: (confirmation: Confirmation) => void;
  readonly onConfirm: () => void;
}

/** The last look before a restore: what stops, and the word that has to be typed. */
export function ConfirmForm({ word, plan, safety, confirmation, onChange, onConfirm }: ConfirmFormProps) {
  const t = useText();
  return (
    <form
      id={confirmFormId}
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (confirms(confirmation, word)) onConfirm();
      }}
    >
      <p>{safety ?? t('backups.wizard.safety')}</p>
      {plan && (
        <p className="text-muted">
          {`${t('backups.wizard.stops')}: ${plan.stops.map((container) => container.name).join(', ')}`}
        </p>
      )}
      <Field label={t('backups.wizard.typePrompt', { word })}>
        {(ids) => (
          <Input
            {...ids}
            autoFocus
            value={confirmation.typed}
            onChange={(event) => onChange({ ...confirmation, typed: event.target.value })}
            className="font-mono"
          />
        )}
      </Field>
      <Field label={`${t('backups.wizard.reason')} (${t('common.optional')})`}>
        {(ids) => (
          <Input
            {...ids}
            maxLength={500}
            value={confirmation.reason}
            onChange={(event) => onChange({ ...confirmation, reason: event.target.value })}
          />
        )}
      </Field>
    </form>
  );
}
