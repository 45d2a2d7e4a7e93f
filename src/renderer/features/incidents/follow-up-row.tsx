import { Trash2 } from 'lucide-react';
import type { FollowUp } from '../../../shared/domain/post-mortem.ts';
import { useText } from '../../app/i18n.ts';
import { IconButton } from '../../ui/button.tsx';
import { Input } from '../../ui/field.tsx';

interface FollowUpRowProps {
  readonly followUp: FollowUp;
  readonly onChange: (followUp: FollowUp) => void;
  readonly onRemove: () => void;
}

/** One action that is to follow: what, who, until when, and whether it is done. */
export function FollowUpRow({ followUp, onChange, onRemove }: FollowUpRowProps) {
  const t = useText();
  return (
    <div className="grid grid-cols-[1.25rem_minmax(0,1fr)_8rem_9.5rem_2rem] items-center gap-2">
      <input
        type="checkbox"
        aria-label={t('incidents.postMortem.done')}
        checked={followUp.doneAt !== null}
        onChange={(event) => onChange({ ...followUp, doneAt: event.target.checked ? Date.now() : null })}
      />
      <Input
        aria-label={t('incidents.postMortem.followUp')}
        placeholder={t('incidents.postMortem.followUp')}
        value={followUp.text}
        maxLength={300}
        onChange={(event) => onChange({ ...followUp, text: event.target.value })}
      />
      <Input
        aria-label={t('incidents.postMortem.owner')}
        placeholder={t('incidents.postMortem.owner')}
        value={followUp.owner}
        maxLength={60}
        onChange={(event) => onChange({ ...followUp, owner: event.target.value })}
      />
      <Input
        type="date"
        aria-label={t('incidents.postMortem.due')}
        value={followUp.due ?? ''}
        onChange={(event) => onChange({ ...followUp, due: event.target.value || null })}
      />
      <IconButton icon={Trash2} label={t('incidents.postMortem.remove')} onClick={onRemove} />
    </div>
  );
}
