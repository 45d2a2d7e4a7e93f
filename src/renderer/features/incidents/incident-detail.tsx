import { CheckCheck, CircleCheck, Flag, Hand, NotebookPen } from 'lucide-react';
import { useState } from 'react';
import type { Incident } from '../../../shared/domain/incident.ts';
import { useText } from '../../app/i18n.ts';
import { go } from '../../app/router.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useFromTiles } from '../../stores/tiles.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { StatusBadge } from '../../ui/status.tsx';
import { TimeAgo } from '../../ui/time.tsx';
import { IncidentClock } from './incident-clock.tsx';
import { CloseIncidentDialog, ResolveDialog, SeverityDialog } from './incident-dialogs.tsx';
import { IncidentSteps } from './incident-steps.tsx';
import { IncidentTimeline } from './incident-timeline.tsx';
import { PostMortemDialog } from './post-mortem-dialog.tsx';
import { SeverityBadge } from './severity-badge.tsx';

export function IncidentDetail({ incident }: { readonly incident: Incident }) {
  const t = useText();
  // An outage has no service of its own, but those that have not come back yet.
  const concerned = incident.serviceId === null ? incident.affected : [incident.serviceId];
  const tiles = useFromTiles(incident.hostId, (all) =>
    all.filter(({ serviceId }) => concerned.includes(serviceId)),
  );
  const tile = incident.serviceId === null ? null : (tiles[0] ?? null);
  const [dialog, setDialog] = useState<'close' | 'severity' | 'post-mortem' | 'resolve' | null>(null);
  const acknowledge = useAction(() => call('incidents.acknowledge', { incidentId: incident.id }));
  const open = incident.state === 'open';
  return (
    <article
      aria-label={incident.title}
      className="flex min-h-0 flex-col overflow-hidden rounded-xl border border-line bg-surface"
    >
      <header className="flex flex-wrap items-start gap-x-4 gap-y-2 border-b border-line px-4 py-3">
        <div className="min-w-64 flex-1">
          <h2 className="flex items-baseline gap-2 text-lg font-semibold">
            <span className="font-mono text-sm font-normal text-faint">{`#${incident.number}`}</span>
            <span className="break-words">{incident.title}</span>
          </h2>
          <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted">
            <SeverityBadge severity={incident.severity} full />
            <span>
              {incident.openedBy === 'check' ? t('incidents.openedByCheck') : t('incidents.openedByPerson')}
            </span>
            <TimeAgo at={incident.openedAt} />
            {tile && (
              <button
                type="button"
                onClick={() => go({ screen: 'services', serviceId: tile.serviceId })}
                className="flex items-center gap-1.5 rounded hover:text-ink"
              >
                {tile.name}
                <StatusBadge status={tile.status} />
              </button>
            )}
            {incident.recoveredAt !== null && (
              <Badge tone="up">
                <CircleCheck aria-hidden className="size-3" />
                {t('incidents.recovered')}
              </Badge>
            )}
            {!open && <Badge>{t('incidents.closed')}</Badge>}
          </p>
        </div>
        <IncidentClock incident={incident} className="w-52 pt-1" />
        <div className="flex gap-2">
          <Button icon={NotebookPen} onClick={() => setDialog('post-mortem')}>
            {t('incidents.postMortem.open')}
          </Button>
          {open && (
            <>
              {incident.acknowledgedAt === null && (
                <Button
                  icon={Hand}
                  variant="primary"
                  busy={acknowledge.busy}
                  onClick={() => void acknowledge.run()}
                >
                  {t('incidents.acknowledge')}
                </Button>
              )}
              {incident.recoveredAt === null && (
                <Button icon={CircleCheck} onClick={() => setDialog('resolve')}>
                  {t('incidents.resolve')}
                </Button>
              )}
              <Button icon={Flag} onClick={() => setDialog('severity')}>
                {t('incidents.changeSeverity')}
              </Button>
              <Button icon={CheckCheck} onClick={() => setDialog('close')}>
                {t('incidents.close')}
              </Button>
            </>
          )}
        </div>
        {acknowledge.error && (
          <ErrorPanel error={acknowledge.error} onDismiss={acknowledge.clear} className="w-full" />
        )}
      </header>
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,3fr)_minmax(17rem,2fr)]">
        <IncidentSteps incident={incident} tiles={tiles} />
        <IncidentTimeline incident={incident} />
      </div>
      {dialog === 'close' && <CloseIncidentDialog incident={incident} onClose={() => setDialog(null)} />}
      {dialog === 'resolve' && <ResolveDialog incident={incident} onClose={() => setDialog(null)} />}
      {dialog === 'post-mortem' && <PostMortemDialog incident={incident} onClose={() => setDialog(null)} />}
      {dialog === 'severity' && <SeverityDialog incident={incident} onClose={() => setDialog(null)} />}
    </article>
  );
}
