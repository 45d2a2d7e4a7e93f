import { type ErrorShape, errorText } from '../../shared/errors.ts';
import { useLanguage } from '../app/i18n.ts';

/** Why a check or a service stands as it does, in the admin's language where core named the cause. */
export function useReason(): (message: string, cause: ErrorShape | undefined) => string {
  const language = useLanguage();
  return (message, cause) => (cause ? errorText(cause, language).message : message);
}
