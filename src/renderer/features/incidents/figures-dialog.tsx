import { useText } from '../../app/i18n.ts';
import { useQuery } from '../../bridge/use-query.ts';
import { classes } from '../../ui/classes.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { useFormat } from '../../ui/format.ts';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { Table } from '../../ui/table.tsx';
import { JournalButtons } from './journal-buttons.tsx';
import { SeverityBadge } from './severity-badge.tsx';

/** How the months went: how many incidents, how many answered too late, and how long it took on average. */
export function FiguresDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const format = useFormat();
  const { data, error, reload } = useQuery('incidents.figures', {});
  const time = (ms: number | null): string => (ms === null ? '–' : format.duration(ms));
  return (
    <Dialog open size="lg" onClose={onClose} title={t('incidents.figures.title')}>
      {error && <ErrorPanel error={error} onRetry={reload} />}
      {!data && !error && <SkeletonRows />}
      {data?.figures.length === 0 && (
        <p className="py-6 text-center text-muted">{t('incidents.figures.none')}</p>
      )}
      {data && data.figures.length > 0 && (
        <Table
          label={t('incidents.figures.title')}
          columns={[
            { title: t('incidents.figures.month') },
            { title: t('incidents.severityLabel') },
            { title: t('incidents.figures.count'), className: 'text-right' },
            { title: t('incidents.figures.breached'), className: 'text-right' },
            { title: t('incidents.figures.detect'), className: 'text-right' },
            { title: t('incidents.figures.acknowledge'), className: 'text-right' },
            { title: t('incidents.figures.resolve'), className: 'text-right' },
          ]}
          tall
        >
          {data.figures.map((row) => (
            <tr key={`${row.month} ${row.severity}`} className="border-t border-line tabular-nums">
              <td className="px-3 py-2">{row.month}</td>
              <td className="px-3">
                <SeverityBadge severity={row.severity} full />
              </td>
              <td className="px-3 text-right">{format.number(row.count)}</td>
              <td className={classes('px-3 text-right', row.breached > 0 ? 'text-down' : 'text-faint')}>
                {format.number(row.breached)}
              </td>
              <td className="px-3 text-right">{time(row.detectMs)}</td>
              <td className="px-3 text-right">{time(row.acknowledgeMs)}</td>
              <td className="px-3 text-right">{time(row.resolveMs)}</td>
            </tr>
          ))}
        </Table>
      )}
      <JournalButtons />
    </Dialog>
  );
}
