import { Download, Upload } from 'lucide-react';
import { useRef } from 'react';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Section } from '../../ui/page.tsx';
import { toastDone } from '../../ui/toasts.tsx';

/** The whole journal, out to a file and in from another console's. */
export function JournalButtons() {
  const t = useText();
  const picker = useRef<HTMLInputElement>(null);
  const exportAll = useAction(async () => {
    const { path } = await call('incidents.export-journal', {});
    if (path !== null) toastDone(t('incidents.journalExported', { path }));
  });
  const importAll = useAction(async (file: File) => {
    const { imported, known } = await call('incidents.import-journal', { json: await file.text() });
    toastDone(t('incidents.journalImported', { imported, known }));
  });
  const error = exportAll.error ?? importAll.error;
  return (
    <Section title={t('incidents.journal')}>
      <div className="flex gap-2">
        <Button size="sm" icon={Download} busy={exportAll.busy} onClick={() => void exportAll.run()}>
          {t('incidents.exportJournal')}
        </Button>
        <Button size="sm" icon={Upload} busy={importAll.busy} onClick={() => picker.current?.click()}>
          {t('incidents.importJournal')}
        </Button>
        <input
          ref={picker}
          type="file"
          accept="application/json,.json"
          hidden
          aria-label={t('incidents.importJournal')}
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            if (file) void importAll.run(file);
            event.target.value = '';
          }}
        />
      </div>
      {error && <ErrorPanel error={error} />}
    </Section>
  );
}
