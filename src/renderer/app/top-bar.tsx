import { RefreshCw, Search } from 'lucide-react';
import { call } from '../bridge/ronda.ts';
import { useAction } from '../bridge/use-action.ts';
import { HostSwitcher } from '../features/hosts/host-switcher.tsx';
import { useSelectedHost } from '../stores/hosts.ts';
import { Button } from '../ui/button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { toastDone, toastError } from '../ui/toasts.tsx';
import { openDialog } from './dialogs.ts';
import { useText } from './i18n.ts';

export function TopBar() {
  const t = useText();
  const host = useSelectedHost();
  const check = useAction(async (hostId: string) => {
    try {
      await call('health.check-now', { hostId });
      toastDone(t('shell.checked'));
    } catch (error) {
      toastError(error);
    }
  });
  const mac = navigator.platform.startsWith('Mac');
  return (
    <header className="col-start-2 row-start-1 flex items-center gap-3 border-b border-line bg-surface px-5">
      <HostSwitcher />
      <button
        type="button"
        onClick={() => openDialog({ kind: 'palette' })}
        className="ml-auto flex h-8 w-64 items-center gap-2 rounded-md border border-line bg-canvas px-2.5 text-faint transition-colors hover:border-line-strong hover:text-muted"
      >
        <Search aria-hidden className="size-4" />
        <span className="flex-1 text-left">{t('shell.searchOrRun')}</span>
        <Kbd keys={mac ? '⌘ K' : 'Ctrl K'} />
      </button>
      {host && (
        <Button
          icon={RefreshCw}
          busy={check.busy}
          disabled={host.connection.state !== 'connected'}
          onClick={() => void check.run(host.id)}
        >
          {check.busy ? t('shell.checking') : t('shell.checkNow')}
        </Button>
      )}
    </header>
  );
}
