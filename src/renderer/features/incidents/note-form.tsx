import { MessageSquareText, Paperclip } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Incident } from '../../../shared/domain/incident.ts';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { TextArea } from '../../ui/field.tsx';
import { toastDone } from '../../ui/toasts.tsx';
import { attachFile } from './attach.ts';

/** Adds a note, or a file: chosen, pasted, or dropped here. */
export function NoteForm({ incident }: { readonly incident: Incident }) {
  const t = useText();
  const [text, setText] = useState('');
  const picker = useRef<HTMLInputElement>(null);
  const write = useAction(async () => {
    await call('incidents.note', { incidentId: incident.id, text });
    setText('');
  });
  const attach = useAction(async (files: readonly File[]) => {
    for (const file of files)
      toastDone(t('incidents.attached', { name: await attachFile(incident.id, file) }));
  });
  const take = (files: FileList | undefined): boolean => {
    if (!files || files.length === 0) return false;
    void attach.run([...files]);
    return true;
  };
  const error = write.error ?? attach.error;
  return (
    <form
      className="flex flex-col gap-2 border-t border-line px-4 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') void write.run();
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        take(event.dataTransfer.files);
      }}
    >
      <TextArea
        aria-label={t('incidents.note')}
        placeholder={t('incidents.addNote')}
        rows={2}
        maxLength={4000}
        value={text}
        onPaste={(event) => {
          if (take(event.clipboardData.files)) event.preventDefault();
        }}
        onChange={(event) => setText(event.target.value)}
      />
      {error && (
        <ErrorPanel
          error={error}
          onDismiss={() => {
            write.clear();
            attach.clear();
          }}
        />
      )}
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label={t('incidents.attach')}
        onChange={(event) => {
          take(event.target.files ?? undefined);
          event.target.value = '';
        }}
      />
      <div className="flex justify-end gap-2">
        <Button
          size="sm"
          icon={Paperclip}
          busy={attach.busy}
          title={t('incidents.attachHelp')}
          onClick={() => picker.current?.click()}
        >
          {t('incidents.attach')}
        </Button>
        <Button
          type="submit"
          size="sm"
          icon={MessageSquareText}
          busy={write.busy}
          disabled={text.trim() === ''}
        >
          {t('incidents.addNote')}
        </Button>
      </div>
    </form>
  );
}
