import { CalendarClock, Eraser } from 'lucide-react';
import { useState } from 'react';
import type { BackupPlanView, OwedBackup } from '../../../shared/domain/backup-plan.ts';
import type { HostView } from '../../../shared/domain/host.ts';
import { errorText } from '../../../shared/errors.ts';
import { useLanguage, useText } from '../../app/i18n.ts';
import { useBackupPlan } from '../../stores/backup-plans.ts';
import { Button } from '../../ui/button.tsx';
import { Card, Section } from '../../ui/page.tsx';
import { DateTime, TimeAgo } from '../../ui/time.tsx';
import { BackupPlanDialog } from './backup-plan-dialog.tsx';
import { PruneDialog } from './prune-dialog.tsx';

/** When the data of this host is copied by itself, what is kept of that, and what is owed. */
export function BackupPlanSection({ host }: { readonly host: HostView }) {
  const t = useText();
  const plan = useBackupPlan(host.id);
  const [open, setOpen] = useState<'plan' | 'prune' | null>(null);
  const close = (): void => setOpen(null);
  return (
    <Section
      title={t('backupPlan.title')}
      actions={
        <div className="flex items-center gap-2">
          {plan?.keep && (
            <Button size="sm" icon={Eraser} onClick={() => setOpen('prune')}>
              {t('backupPlan.prune')}
            </Button>
          )}
          <Button size="sm" icon={CalendarClock} onClick={() => setOpen('plan')}>
            {t(plan ? 'backupPlan.change' : 'backupPlan.set')}
          </Button>
        </div>
      }
    >
      <Card className="flex flex-col gap-2">
        {plan?.isOn ? (
          <PlanText plan={plan} hostName={host.name} />
        ) : (
          <p className="text-muted">{t(plan ? 'backupPlan.off' : 'backupPlan.none')}</p>
        )}
      </Card>
      {open === 'plan' && <BackupPlanDialog host={host} plan={plan} onClose={close} />}
      {open === 'prune' && plan?.keep && (
        <PruneDialog host={host} keep={plan.keep} timeZone={plan.timeZone} onClose={close} />
      )}
    </Section>
  );
}

function PlanText({ plan, hostName }: { readonly plan: BackupPlanView; readonly hostName: string }) {
  const t = useText();
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-6 gap-y-1">
        <p className="min-w-0 break-words">
          {t('backupPlan.on', { name: hostName, when: `${plan.cron} (${plan.timeZone})` })}
        </p>
        {plan.nextAt !== null && (
          <p className="text-muted">
            {t('backupPlan.next')} <DateTime at={plan.nextAt} />
          </p>
        )}
        <p className="text-muted">
          {`${t('backupPlan.kept')}: ${plan.keep ? t('backupPlan.keep', { ...plan.keep }) : t('backupPlan.keepAll')}`}
        </p>
      </div>
      {plan.owed.length > 0 && (
        <ul aria-label={t('backupPlan.owed')} className="flex flex-col gap-1">
          {plan.owed.map((owed) => (
            <OwedRow key={`${owed.serviceId}/${owed.databaseId}`} owed={owed} />
          ))}
        </ul>
      )}
      <p className="text-xs text-faint">
        {t('backupPlan.also')} {t('backupPlan.lateConsole')}
      </p>
    </>
  );
}

function OwedRow({ owed }: { readonly owed: OwedBackup }) {
  const t = useText();
  const language = useLanguage();
  const { serviceId, databaseId, since, isRunning, retryAt, error } = owed;
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 rounded-lg bg-canvas px-3 py-1.5">
      <span className="font-mono text-xs break-all">{`${serviceId} · ${databaseId}`}</span>
      <span className="text-xs text-degraded">
        {t('backupPlan.owed')} <TimeAgo at={since} />
      </span>
      <span className="text-xs text-muted">
        {isRunning ? (
          t('backupPlan.owedRunning')
        ) : retryAt === null ? (
          t('backupPlan.owedWaits')
        ) : (
          <>
            {t('backupPlan.owedRetry')} <DateTime short at={retryAt} />
          </>
        )}
      </span>
      {error && (
        <span className="w-full text-xs break-words text-down">{errorText(error, language).message}</span>
      )}
    </li>
  );
}
