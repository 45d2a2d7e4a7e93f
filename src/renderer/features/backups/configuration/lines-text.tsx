import type { LineCounts } from '../../../../shared/domain/configuration.ts';
import { useText } from '../../../app/i18n.ts';

/** How many lines came and went; never which. */
export function LinesText({ lines }: { readonly lines: LineCounts | null }) {
  const t = useText();
  return <span>{lines === null ? t('configuration.noText') : t('configuration.lines', { ...lines })}</span>;
}
