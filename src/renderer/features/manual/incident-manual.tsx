import { Severity } from '../../../shared/domain/incident.ts';
import { localText, type Profile } from '../../../shared/domain/profile.ts';
import { useLanguage, useText } from '../../app/i18n.ts';
import { useFormat } from '../../ui/format.ts';
import { Card, Section } from '../../ui/page.tsx';
import { Cell, Row, Table } from '../../ui/table.tsx';
import { SeverityBadge } from '../incidents/severity-badge.tsx';

/** How grave is what, how soon somebody responds, and the seven steps. */
export function IncidentManual({ profile }: { readonly profile: Profile }) {
  const t = useText();
  const language = useLanguage();
  const format = useFormat();
  const { severities, procedure } = profile.incidents;
  return (
    <div className="flex flex-col gap-5">
      <Table
        label={t('manual.tabs.incidents')}
        columns={[
          { title: t('manual.severity'), className: 'w-20' },
          { title: t('manual.meaning') },
          { title: t('manual.respond'), className: 'w-36' },
          { title: t('manual.example'), className: 'w-[36%]' },
        ]}
      >
        {Severity.options.map((severity) => {
          const rule = severities[severity];
          return (
            <Row key={severity}>
              <Cell>
                <SeverityBadge severity={severity} />
              </Cell>
              <Cell className="font-medium break-words">{localText(rule.meaning, language)}</Cell>
              <Cell className="whitespace-nowrap">{format.duration(rule.respondWithin)}</Cell>
              <Cell className="break-words text-muted">{localText(rule.example, language)}</Cell>
            </Row>
          );
        })}
      </Table>
      <Section title={t('manual.procedure')}>
        <Card>
          <ol className="flex flex-col gap-3.5">
            {procedure.map(({ step, text }, index) => (
              <li key={step} className="flex gap-3.5">
                <span
                  aria-hidden
                  className="flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-soft text-xs font-semibold text-accent"
                >
                  {index + 1}
                </span>
                <div className="min-w-0 flex-1">
                  <h3 className="leading-6 font-medium">{t(`incidents.step.${step}`)}</h3>
                  <p className="break-words text-muted">{localText(text, language)}</p>
                </div>
              </li>
            ))}
          </ol>
        </Card>
      </Section>
    </div>
  );
}
