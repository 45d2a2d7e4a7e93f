import { Plus, Server } from 'lucide-react';
import { useState } from 'react';
import type { HostView } from '../../../shared/domain/host.ts';
import { openDialog } from '../../app/dialogs.ts';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useHosts } from '../../stores/hosts.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { ServerCard } from './server-card.tsx';

export function ServerSettings() {
  const t = useText();
  const hosts = useHosts();
  const [leaving, setLeaving] = useState<HostView | null>(null);
  return (
    <div className="flex flex-col gap-3">
      {hosts.length === 0 && <EmptyState icon={Server} title={t('settings.noServers')} />}
      {hosts.map((host) => (
        <ServerCard key={host.id} host={host} onRemove={() => setLeaving(host)} />
      ))}
      <div>
        <Button icon={Plus} onClick={() => openDialog({ kind: 'add-host', target: 'ssh' })}>
          {t('shell.addHost')}
        </Button>
      </div>
      {leaving && <RemoveDialog host={leaving} onClose={() => setLeaving(null)} />}
    </div>
  );
}

function RemoveDialog({ host, onClose }: { readonly host: HostView; readonly onClose: () => void }) {
  const t = useText();
  const remove = useAction(async () => {
    await call('hosts.remove', { hostId: host.id });
    onClose();
  });
  return (
    <Dialog
      open
      urgent
      size="sm"
      onClose={onClose}
      title={t('hosts.removeTitle', { name: host.name })}
      description={t('hosts.removeBody')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="danger" busy={remove.busy} onClick={() => void remove.run()}>
            {t('hosts.remove')}
          </Button>
        </>
      }
    >
      {remove.error && <ErrorPanel error={remove.error} />}
    </Dialog>
  );
}
