import { Activity, Plug, Trash2, Unplug } from 'lucide-react';
import type { HostView } from '../../../shared/domain/host.ts';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { useFormat } from '../../ui/format.ts';
import { Card } from '../../ui/page.tsx';
import { toastDone } from '../../ui/toasts.tsx';
import { useClockText } from '../../ui/use-clock.ts';
import { ConnectionSteps } from '../hosts/connection-steps.tsx';
import { ConnectionWord } from '../hosts/connection-word.tsx';
import { targetText } from '../hosts/target-text.ts';
import { NightWatchSection } from '../night-watch/night-watch-section.tsx';
import { ServerCopySection } from '../server-copy/server-copy-section.tsx';
import { VitalsCard } from '../vitals/vitals-card.tsx';

/** One server: how it is reached, how far the connection came, and what it can be told. */
export function ServerCard({ host, onRemove }: { readonly host: HostView; readonly onRemove: () => void }) {
  const t = useText();
  const format = useFormat();
  const { connection } = host;
  const hostId = host.id;
  const link = useAction((name: 'hosts.connect' | 'hosts.disconnect') => call(name, { hostId }));
  const probe = useAction(async () => {
    await call('hosts.test', { hostId });
    toastDone(t('hosts.tested', { name: host.name }));
  });
  const next = useClockText((now) =>
    connection.nextAttemptAt === null
      ? ''
      : t('hosts.attempt', {
          attempt: connection.attempt,
          time: format.duration(connection.nextAttemptAt - now),
        }),
  );
  const idle = connection.state === 'disconnected' || connection.state === 'refused';
  // The connection's own error is shown once: an attempt that was asked for here fails with the same.
  const error = connection.error ?? probe.error ?? link.error;
  return (
    <Card className="flex flex-col gap-3">
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <h2 className="flex flex-wrap items-center gap-x-3">
            <span className="text-base font-semibold break-words">{host.name}</span>
            <ConnectionWord state={connection.state} />
            {next && <span className="text-xs text-faint">{next}</span>}
          </h2>
          <p className="font-mono text-2xs break-all text-faint">
            {targetText(host.target) || t('hosts.kindLocal')}
          </p>
        </div>
        <div className="flex items-center gap-2">
          <Button size="sm" icon={Activity} busy={probe.busy} onClick={() => void probe.run()}>
            {t('hosts.test')}
          </Button>
          {connection.state !== 'connected' && connection.state !== 'connecting' && (
            <Button size="sm" icon={Plug} busy={link.busy} onClick={() => void link.run('hosts.connect')}>
              {t('hosts.connect')}
            </Button>
          )}
          {!idle && (
            <Button
              size="sm"
              icon={Unplug}
              busy={link.busy}
              onClick={() => void link.run('hosts.disconnect')}
            >
              {t('hosts.disconnect')}
            </Button>
          )}
          <IconButton icon={Trash2} label={`${t('hosts.remove')}: ${host.name}`} onClick={onRemove} />
        </div>
      </div>
      {error && <ErrorPanel error={error} />}
      <div className="grid grid-cols-2 gap-x-6 gap-y-3">
        {connection.steps.length > 0 && <ConnectionSteps steps={connection.steps} />}
        <dl className="flex flex-col gap-1.5">
          {connection.methods &&
            (['docker', 'tcp', 'exec'] as const).map((use) => (
              <Fact
                key={use}
                name={t(`hosts.method.${use}`)}
                value={connection.methods ? t(`hosts.method.${connection.methods[use]}`) : ''}
              />
            ))}
          {connection.engine && (
            <Fact
              name={t('settings.engine')}
              value={t('hosts.engine', {
                version: connection.engine.version,
                api: connection.engine.apiVersion,
                os: connection.engine.operatingSystem,
                cpus: connection.engine.cpus,
                memory: format.bytes(connection.engine.memoryBytes),
              })}
            />
          )}
          {connection.engine?.countsContainers === false && (
            <Fact name="" value={t('hosts.engineCountsNothing')} />
          )}
        </dl>
      </div>
      <VitalsCard host={host} />
      <NightWatchSection host={host} />
      <ServerCopySection host={host} />
    </Card>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div className="flex items-baseline gap-3">
      <dt className="w-24 shrink-0 text-xs text-faint">{name}</dt>
      <dd className="min-w-0 break-words">{value}</dd>
    </div>
  );
}
