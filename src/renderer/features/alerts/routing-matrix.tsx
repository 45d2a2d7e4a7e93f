import { type AlertChannel, type AlertConfig, alertChannels } from '../../../shared/domain/alerts.ts';
import { Severity } from '../../../shared/domain/incident.ts';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Select } from '../../ui/field.tsx';
import { Section } from '../../ui/page.tsx';
import { Cell, Row, Table } from '../../ui/table.tsx';
import { SeverityBadge } from '../incidents/severity-badge.tsx';

const intervals = [0, 5, 15, 30, 60, 120, 240, 720, 1440];

/** Which channel hears of which severity, and how often it is reminded. Kept the moment it is chosen. */
export function RoutingMatrix({ config }: { readonly config: AlertConfig }) {
  const t = useText();
  const configure = useAction((change: Partial<AlertConfig>) => call('alerts.configure', change));
  const route = (severity: Severity, channel: AlertChannel, isOn: boolean): void => {
    const others = config.routes[severity].filter((each) => each !== channel);
    const routes = { ...config.routes, [severity]: isOn ? [...others, channel] : others };
    void configure.run({ routes });
  };
  const remind = (severity: Severity, minutes: number): void =>
    void configure.run({ remindEveryMinutes: { ...config.remindEveryMinutes, [severity]: minutes } });
  return (
    <Section title={t('alerts.routes')}>
      {configure.error && <ErrorPanel error={configure.error} />}
      <Table
        label={t('alerts.routes')}
        columns={[
          { title: t('alerts.severity') },
          ...alertChannels.map((channel) => ({
            title: t(`alerts.channels.${channel}`),
            className: 'text-center',
          })),
          { title: t('alerts.reminder'), className: 'w-44' },
        ]}
      >
        {Severity.options.map((severity) => (
          <Row key={severity}>
            <Cell className="align-middle">
              <SeverityBadge severity={severity} full />
            </Cell>
            {alertChannels.map((channel) => (
              <Cell key={channel} className="text-center align-middle">
                <input
                  type="checkbox"
                  className="mx-auto size-4"
                  aria-label={t('alerts.route', { severity, channel: t(`alerts.channels.${channel}`) })}
                  checked={config.routes[severity].includes(channel)}
                  onChange={(event) => route(severity, channel, event.target.checked)}
                />
              </Cell>
            ))}
            <Cell className="py-1.5">
              <Select
                aria-label={t('alerts.reminderOf', { severity })}
                value={config.remindEveryMinutes[severity]}
                onChange={(event) => remind(severity, Number(event.target.value))}
              >
                {[...new Set([...intervals, config.remindEveryMinutes[severity]])]
                  .sort((a, b) => a - b)
                  .map((minutes) => (
                    <option key={minutes} value={minutes}>
                      {minutes === 0 ? t('alerts.reminderNone') : t('alerts.reminderEvery', { minutes })}
                    </option>
                  ))}
              </Select>
            </Cell>
          </Row>
        ))}
      </Table>
      <p className="text-xs text-faint">{t('alerts.reminderHelp')}</p>
    </Section>
  );
}
