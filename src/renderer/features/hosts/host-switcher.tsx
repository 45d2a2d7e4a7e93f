import { Check, ChevronsUpDown, Plus, Server, Settings2 } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { openDialog } from '../../app/dialogs.ts';
import { useText } from '../../app/i18n.ts';
import { go } from '../../app/router.ts';
import { selectHost, useHosts, useSelectedHost } from '../../stores/hosts.ts';
import { ConnectionWord } from './connection-word.tsx';
import { targetText } from './target-text.ts';

const item =
  'flex min-h-8 items-center gap-2.5 rounded-md px-2.5 py-1.5 outline-none data-[highlighted]:bg-line/70';

export function HostSwitcher() {
  const t = useText();
  const hosts = useHosts();
  const selected = useSelectedHost();
  const name = selected?.name ?? t('shell.noHost');
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="flex h-8 min-w-0 items-center gap-2.5 rounded-md border border-line bg-canvas px-2.5 hover:border-line-strong">
        <Server aria-hidden className="size-4 text-faint" />
        <span className="sr-only">{t('shell.hostSwitcher')}</span>
        <span className="max-w-56 truncate font-medium">{name}</span>
        {selected && <ConnectionWord state={selected.connection.state} />}
        <ChevronsUpDown aria-hidden className="size-3.5 text-faint" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="start"
          sideOffset={6}
          className="rise z-40 max-h-[70vh] min-w-80 overflow-y-auto rounded-xl border border-line-strong bg-raised p-1.5 shadow-float"
        >
          {hosts.map((host) => (
            <DropdownMenu.Item key={host.id} className={item} onSelect={() => selectHost(host.id)}>
              <span className="w-4">
                {host.id === selected?.id && <Check aria-hidden className="size-4 text-accent" />}
              </span>
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{host.name}</span>
                <span className="block truncate font-mono text-2xs text-faint">
                  {targetText(host.target) || t('hosts.kindLocal')}
                </span>
              </span>
              <ConnectionWord state={host.connection.state} />
            </DropdownMenu.Item>
          ))}
          {hosts.length > 0 && <DropdownMenu.Separator className="my-1.5 h-px bg-line" />}
          <DropdownMenu.Item
            className={item}
            onSelect={() => openDialog({ kind: 'add-host', target: 'ssh' })}
          >
            <Plus aria-hidden className="size-4 text-faint" />
            {t('shell.addHost')}
          </DropdownMenu.Item>
          <DropdownMenu.Item className={item} onSelect={() => go({ screen: 'settings', section: 'servers' })}>
            <Settings2 aria-hidden className="size-4 text-faint" />
            {t('shell.manageHosts')}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
