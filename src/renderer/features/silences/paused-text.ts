import type { TileView } from '../../../shared/domain/service.ts';
import { useText } from '../../app/i18n.ts';
import { useFormat } from '../../ui/format.ts';

/** Why a tile is `paused`, in words: who stopped or silenced it, until when, and why; empty when it is not. */
export function usePausedText(): (tile: TileView) => string {
  const t = useText();
  const format = useFormat();
  return ({ paused, silenced }) => {
    if (paused) {
      const { by, reason } = paused;
      return reason ? t('overview.pausedBy', { by, reason }) : t('overview.pausedNoReason', { by });
    }
    if (!silenced) return '';
    const { by, reason, until } = silenced;
    return t('silences.onTile', { by, reason, time: format.shortDateTime(until, Date.now()) });
  };
}
