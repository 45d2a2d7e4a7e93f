import { Check, Minus } from 'lucide-react';
import { useState } from 'react';
import {
  type Incident,
  type IncidentStep,
  incidentSteps,
  type StepRecord,
} from '../../../shared/domain/incident.ts';
import { localText } from '../../../shared/domain/profile.ts';
import type { TileView } from '../../../shared/domain/service.ts';
import { useLanguage, useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useHost, useProfile } from '../../stores/hosts.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Field, Select, TextArea } from '../../ui/field.tsx';
import { DateTime } from '../../ui/time.tsx';
import { ActionHand } from './hands/action-hand.tsx';
import { FixHand } from './hands/fix-hand.tsx';
import { TestHand } from './hands/test-hand.tsx';

interface IncidentStepsProps {
  readonly incident: Incident;
  /** The services it is about: one, or those of an outage. */
  readonly tiles: readonly TileView[];
}

/** The manual's seven steps. The one that is due stands open, with what can be done in it. */
export function IncidentSteps({ incident, tiles }: IncidentStepsProps) {
  const t = useText();
  const language = useLanguage();
  const host = useHost(incident.hostId);
  const procedure = useProfile(host?.profileId ?? null)?.incidents.procedure ?? [];
  return (
    <ol aria-label={t('incidents.procedure')} className="min-h-0 overflow-y-auto px-4 py-4">
      {incidentSteps.map((step, index) => {
        const record = incident.steps[step];
        const due = incident.state === 'open' && step === incident.step && record.state === 'open';
        const text = procedure.find((each) => each.step === step)?.text;
        return (
          <li
            key={step}
            aria-current={due ? 'step' : undefined}
            className="relative flex gap-3 pb-4 not-last:before:absolute not-last:before:top-7 not-last:before:bottom-0 not-last:before:left-3 not-last:before:w-px not-last:before:bg-line"
          >
            <StepDot record={record} due={due} number={index + 1} />
            <div className="min-w-0 flex-1 pt-0.5">
              <div className="flex flex-wrap items-baseline gap-x-2.5">
                <h3
                  className={classes(
                    'font-semibold',
                    record.state === 'open' && !due && 'font-medium text-muted',
                  )}
                >
                  {t(`incidents.step.${step}`)}
                </h3>
                {record.at !== null && (
                  <p className="text-xs text-faint">
                    {t(record.state === 'skipped' ? 'incidents.stepSkipped' : 'incidents.stepDone')}{' '}
                    {t('incidents.by', { name: record.by || t('incidents.nobody') })}{' '}
                    <DateTime short at={record.at} />
                  </p>
                )}
              </div>
              {record.note && (
                <p className="mt-0.5 break-words whitespace-pre-wrap text-muted">{record.note}</p>
              )}
              {due && (
                <>
                  {text && <p className="mt-0.5 text-muted">{localText(text, language)}</p>}
                  <DueStep incident={incident} step={step} tiles={tiles} />
                </>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function StepDot({
  record,
  due,
  number,
}: {
  readonly record: StepRecord;
  readonly due: boolean;
  readonly number: number;
}) {
  return (
    <span
      aria-hidden
      className={classes(
        'z-10 flex size-6 shrink-0 items-center justify-center rounded-full border text-2xs font-semibold',
        due
          ? 'border-accent bg-accent text-on-accent'
          : record.state === 'done'
            ? 'border-up bg-surface text-up'
            : 'border-line-strong bg-surface text-faint',
      )}
    >
      {record.state === 'done' ? (
        <Check className="size-3.5" />
      ) : record.state === 'skipped' ? (
        <Minus className="size-3.5" />
      ) : (
        number
      )}
    </span>
  );
}

function DueStep({ incident, step, tiles }: IncidentStepsProps & { readonly step: IncidentStep }) {
  const t = useText();
  const [note, setNote] = useState('');
  const [chosen, setChosen] = useState('');
  const inContainers = tiles.filter(({ containers }) => containers.length > 0);
  const tile = inContainers.find(({ serviceId }) => serviceId === chosen) ?? inContainers[0] ?? null;
  const hasHands = step === 'contain' || step === 'fix' || step === 'test' || step === 'deploy';
  const mark = useAction((state: 'done' | 'skipped') =>
    call('incidents.step', { incidentId: incident.id, step, state, note }),
  );
  return (
    <div className="mt-2.5 flex flex-col gap-3 rounded-lg border border-line bg-canvas p-3">
      {hasHands && inContainers.length > 1 && (
        <Field label={t('incidents.service')}>
          {(ids) => (
            <Select
              {...ids}
              value={tile?.serviceId ?? ''}
              onChange={(event) => setChosen(event.target.value)}
            >
              {inContainers.map(({ serviceId, name, status }) => (
                <option key={serviceId} value={serviceId}>
                  {`${name} · ${t(`common.status.${status}`)}`}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      {hasHands && tile && (
        <StepHand key={`${step} ${tile.serviceId}`} incident={incident} tile={tile} step={step} />
      )}
      <Field label={t('incidents.stepNote')}>
        {(ids) => (
          <TextArea
            {...ids}
            rows={2}
            maxLength={4000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        )}
      </Field>
      <div className="flex items-center gap-2">
        <Button
          variant="primary"
          size="sm"
          icon={Check}
          busy={mark.busy}
          onClick={() => void mark.run('done')}
        >
          {t('incidents.markDone')}
        </Button>
        <Button
          size="sm"
          disabled={note.trim() === '' || mark.busy}
          title={t('incidents.stepSkipNote')}
          onClick={() => void mark.run('skipped')}
        >
          {t('incidents.skip')}
        </Button>
        {note.trim() === '' && <p className="text-xs text-faint">{t('incidents.stepSkipNote')}</p>}
      </div>
      {mark.error && <ErrorPanel error={mark.error} onDismiss={mark.clear} />}
    </div>
  );
}

/** What can be done in a step from here; every command goes into the timeline. */
function StepHand({
  incident,
  tile,
  step,
}: {
  readonly incident: Incident;
  readonly tile: TileView;
  readonly step: IncidentStep;
}) {
  switch (step) {
    case 'contain':
    case 'deploy':
      return <ActionHand incident={incident} tile={tile} step={step} />;
    case 'fix':
      return <FixHand incident={incident} tile={tile} />;
    case 'test':
      return <TestHand incident={incident} tile={tile} />;
    default:
      return null;
  }
}
