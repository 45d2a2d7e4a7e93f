import type { NightFile, NightWatchPlan } from '../../../shared/domain/night-watch.ts';
import { useText } from '../../app/i18n.ts';
import { Badge } from '../../ui/badge.tsx';
import { CommandPreview } from '../../ui/command-preview.tsx';
import { useFormat } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';

/** The plan as it is: notes first, then what is checked, the files in full, the crontab's lines, the commands. */
export function NightWatchPlanView({ plan }: { readonly plan: NightWatchPlan }) {
  const t = useText();
  return (
    <>
      {plan.notes.length > 0 && (
        <ul className="flex list-disc flex-col gap-1 pl-5 text-muted">
          {plan.notes.map((note) => (
            <li key={note}>{t(`nightWatch.notes.${note}`)}</li>
          ))}
        </ul>
      )}
      <Section title={t('nightWatch.watched', { count: plan.watched.length })}>
        <ul className="flex flex-col gap-0.5 font-mono text-xs">
          {plan.watched.map(({ serviceId, checkId, target }) => (
            <li key={`${serviceId}/${checkId}`} className="break-all">
              {`${serviceId} · ${target}`}
            </li>
          ))}
        </ul>
      </Section>
      {plan.leftOut.length > 0 && (
        <Section title={t('nightWatch.leftOut')}>
          <ul className="flex flex-col gap-0.5 text-xs">
            {plan.leftOut.map(({ serviceId, checkId, reason }) => (
              <li key={`${serviceId}/${checkId}`}>
                <span className="font-mono">{`${serviceId}/${checkId}: `}</span>
                {t(`nightWatch.reasons.${reason}`)}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t('nightWatch.files')}>
        {plan.files.map((file) => (
          <FileText key={file.path} file={file} />
        ))}
      </Section>
      {plan.crontabLines.length > 0 && (
        <Section title={t('nightWatch.crontab')}>
          <Text label={t('nightWatch.crontab')} text={plan.crontabLines.join('\n')} />
        </Section>
      )}
      <Section title={t('nightWatch.commands')}>
        <CommandPreview commands={plan.commands} />
      </Section>
    </>
  );
}

function FileText({ file }: { readonly file: NightFile }) {
  const t = useText();
  const format = useFormat();
  return (
    <details className="rounded-lg border border-line">
      <summary className="flex cursor-pointer flex-wrap items-center gap-x-3 gap-y-0.5 px-3 py-2">
        <span className="font-mono text-xs break-all">{file.path}</span>
        {file.isSecret && <Badge tone="degraded">{t('nightWatch.secret')}</Badge>}
        <span className="text-xs text-faint">
          {t('nightWatch.mode', { mode: file.mode, bytes: format.bytes(file.bytes) })}
        </span>
        <span className="w-full font-mono text-2xs break-all text-faint">{`sha256 ${file.sha256}`}</span>
      </summary>
      <Text label={file.name} text={file.text} />
    </details>
  );
}

function Text({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <figure aria-label={label}>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by keyboard.
        tabIndex={0}
        className="max-h-80 overflow-auto rounded-lg bg-sunken px-3 py-2 font-mono text-2xs whitespace-pre text-ink"
      >
        {text}
      </pre>
    </figure>
  );
}
