import { FileDown, Plus } from 'lucide-react';
import { useState } from 'react';
import type { Incident } from '../../../shared/domain/incident.ts';
import type { PostMortem } from '../../../shared/domain/post-mortem.ts';
import { useLanguage, useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useQuery } from '../../bridge/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Field, Select, TextArea } from '../../ui/field.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { toastDone } from '../../ui/toasts.tsx';
import { FollowUpRow } from './follow-up-row.tsx';

interface PostMortemDialogProps {
  readonly incident: Incident;
  readonly onClose: () => void;
}

/** What people write about an incident, and the document that is made of it and of the timeline. */
export function PostMortemDialog({ incident, onClose }: PostMortemDialogProps) {
  const found = useQuery('incidents.post-mortem', { incidentId: incident.id });
  const t = useText();
  if (found.data) {
    return <PostMortemForm incident={incident} stored={found.data.postMortem} onClose={onClose} />;
  }
  return (
    <Dialog
      open
      size="lg"
      onClose={onClose}
      title={t('incidents.postMortem.title', { number: incident.number })}
    >
      {found.error ? <ErrorPanel error={found.error} onRetry={found.reload} /> : <SkeletonRows />}
    </Dialog>
  );
}

/** Each in its own language: whoever looks for one reads it. */
const languages = [
  { code: 'id', name: 'Bahasa Indonesia' },
  { code: 'en', name: 'English' },
] as const;
const texts = ['impact', 'rootCause', 'wentWell', 'wentBadly'] as const;

function PostMortemForm({
  incident,
  stored,
  onClose,
}: PostMortemDialogProps & { readonly stored: PostMortem }) {
  const t = useText();
  const [saved, setSaved] = useState(stored);
  const [draft, setDraft] = useState(stored);
  const [language, setLanguage] = useState(useLanguage());
  const set = (change: Partial<PostMortem>): void => setDraft((last) => ({ ...last, ...change }));
  const isChanged = JSON.stringify(draft) !== JSON.stringify(saved);
  const isComplete = draft.followUps.every(({ text }) => text.trim() !== '');

  const save = useAction(async () => {
    const { savedAt: _savedAt, ...postMortem } = draft;
    const result = await call('incidents.save-post-mortem', { postMortem });
    setSaved(result.postMortem);
    setDraft(result.postMortem);
    toastDone(t('incidents.postMortem.saved'));
  });
  const exporting = useAction(async (format: 'markdown' | 'pdf') => {
    const { path } = await call('incidents.export-post-mortem', {
      incidentId: incident.id,
      format,
      language,
    });
    if (path !== null) toastDone(t('incidents.postMortem.exported', { path }));
  });
  const addFollowUp = (): void => {
    const id = crypto.randomUUID();
    set({ followUps: [...draft.followUps, { id, text: '', owner: '', due: null, doneAt: null }] });
  };
  return (
    <Dialog
      open
      size="lg"
      onClose={onClose}
      title={t('incidents.postMortem.title', { number: incident.number })}
      description={t('incidents.postMortem.body')}
      footer={
        <>
          <Select
            aria-label={t('incidents.postMortem.exportIn')}
            value={language}
            onChange={(event) => setLanguage(event.target.value === 'en' ? 'en' : 'id')}
            className="mr-auto w-36"
          >
            {languages.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </Select>
          {(['markdown', 'pdf'] as const).map((format) => (
            <Button
              key={format}
              icon={FileDown}
              disabled={isChanged || exporting.busy}
              title={isChanged ? t('incidents.postMortem.unsaved') : undefined}
              onClick={() => void exporting.run(format)}
            >
              {t(`incidents.postMortem.export.${format}`)}
            </Button>
          ))}
          <Button
            variant="primary"
            busy={save.busy}
            disabled={!isChanged || !isComplete}
            onClick={() => void save.run()}
          >
            {t('incidents.postMortem.save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {texts.map((name) => (
          <Field key={name} label={t(`incidents.postMortem.${name}`)}>
            {(ids) => (
              <TextArea
                {...ids}
                value={draft[name]}
                maxLength={8000}
                onChange={(event) => set({ [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
        <section aria-label={t('incidents.postMortem.followUps')} className="flex flex-col gap-2">
          <h3 className="text-xs font-medium text-muted">{t('incidents.postMortem.followUps')}</h3>
          {draft.followUps.map((followUp) => (
            <FollowUpRow
              key={followUp.id}
              followUp={followUp}
              onChange={(next) =>
                set({ followUps: draft.followUps.map((one) => (one.id === next.id ? next : one)) })
              }
              onRemove={() => set({ followUps: draft.followUps.filter(({ id }) => id !== followUp.id) })}
            />
          ))}
          <div>
            <Button size="sm" icon={Plus} disabled={draft.followUps.length >= 50} onClick={addFollowUp}>
              {t('incidents.postMortem.add')}
            </Button>
          </div>
        </section>
        {save.error && <ErrorPanel error={save.error} />}
        {exporting.error && <ErrorPanel error={exporting.error} />}
      </div>
    </Dialog>
  );
}
