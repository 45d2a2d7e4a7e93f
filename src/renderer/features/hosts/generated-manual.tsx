import type { FoundProject } from '../../../shared/domain/found-project.ts';
import { useText } from '../../app/i18n.ts';
import { useQuery } from '../../bridge/use-query.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Field, Input } from '../../ui/field.tsx';

interface GeneratedManualProps {
  readonly name: string;
  readonly onName: (name: string) => void;
  readonly projects: readonly FoundProject[];
}

/** The manual that would be made, to be read before it is kept. */
export function GeneratedManual({ name, onName, projects }: GeneratedManualProps) {
  const t = useText();
  const isComplete = name.trim() !== '' && projects.length > 0;
  const preview = useQuery(
    'profile.generate',
    isComplete ? { name: name.trim(), projects: [...projects] } : null,
  );
  return (
    <>
      <Field
        label={t('hosts.found.name')}
        help={t('hosts.found.nameHelp')}
        error={name.trim() === '' ? t('hosts.problem.name') : undefined}
      >
        {(ids) => (
          <Input {...ids} value={name} maxLength={60} onChange={(event) => onName(event.target.value)} />
        )}
      </Field>
      {projects.length === 0 && <p className="text-xs text-down">{t('hosts.found.chooseOne')}</p>}
      {preview.error && <ErrorPanel error={preview.error} />}
      {preview.data && (
        <details className="rounded-lg border border-line">
          <summary className="cursor-pointer px-3 py-2 text-muted">{t('hosts.found.preview')}</summary>
          <section
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
            tabIndex={0}
            aria-label={t('hosts.found.preview')}
            className="max-h-64 overflow-auto border-t border-line bg-sunken p-3"
          >
            <pre className="font-mono text-2xs leading-relaxed">{preview.data.yaml}</pre>
          </section>
        </details>
      )}
    </>
  );
}
