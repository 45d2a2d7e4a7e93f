import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useHosts, useSelectedHost } from '../stores/hosts.ts';
import { useAppStatus } from '../stores/settings.ts';
import { tilesOfHost } from '../stores/tiles.ts';
import { Kbd } from '../ui/kbd.tsx';
import { useReturnFocus } from '../ui/return-focus.ts';
import { useText } from './i18n.ts';
import { paletteCommands, paletteGroups, paletteScore } from './palette-commands.ts';

/** Reaches every action by typing. Tiles are read once: a list that changes under the cursor is hit wrongly. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const host = useSelectedHost();
  const hosts = useHosts();
  const app = useAppStatus();
  const returnFocus = useReturnFocus();
  const commands = paletteCommands({ t, host, hosts, app, tiles: tilesOfHost(host?.id ?? null) });
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-overlay" />
        <Dialog.Content
          aria-describedby={undefined}
          onCloseAutoFocus={returnFocus}
          className="rise fixed top-[14vh] left-1/2 z-40 w-[38rem] max-w-[calc(100vw-3rem)] -translate-x-1/2 overflow-hidden rounded-xl border border-line-strong bg-raised shadow-float"
        >
          <Dialog.Title className="sr-only">{t('shell.palette.title')}</Dialog.Title>
          <Command
            label={t('shell.palette.title')}
            filter={(_id, search, keywords) => paletteScore(search, keywords ?? [])}
            loop
            className="flex max-h-[62vh] flex-col"
          >
            <div className="flex items-center gap-2.5 border-b border-line px-4">
              <Search aria-hidden className="size-4 shrink-0 text-faint" />
              <Command.Input
                aria-label={t('shell.palette.placeholder')}
                placeholder={t('shell.palette.placeholder')}
                className="h-12 flex-1 bg-transparent text-base text-ink outline-none placeholder:text-faint"
              />
            </div>
            <Command.List
              aria-label={t('shell.palette.title')}
              className="min-h-0 flex-1 overflow-y-auto p-1.5"
            >
              <Command.Empty className="py-10 text-center text-muted">
                {t('shell.palette.empty')}
              </Command.Empty>
              {paletteGroups.map((group) => (
                <Command.Group
                  key={group}
                  heading={t(`shell.palette.${group}`)}
                  className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-faint"
                >
                  {commands
                    .filter((command) => command.group === group)
                    .map(({ id, icon: Icon, label, words, run }) => (
                      <Command.Item
                        key={id}
                        value={id}
                        keywords={[label, ...words]}
                        onSelect={() => {
                          // First closed, then run: a command may open a dialog of its own.
                          onClose();
                          run();
                        }}
                        className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1.5 data-[selected=true]:bg-accent-soft"
                      >
                        <Icon aria-hidden className="size-4 shrink-0 text-faint" />
                        <span className="min-w-0 flex-1 truncate">{label}</span>
                      </Command.Item>
                    ))}
                </Command.Group>
              ))}
            </Command.List>
            <footer className="flex items-center gap-4 border-t border-line px-4 py-2 text-xs text-faint">
              <span className="inline-flex items-center gap-1.5">
                <Kbd keys="↑" />
                <Kbd keys="↓" />
                {t('shell.palette.hint')}
              </span>
              <span className="inline-flex items-center gap-1.5">
                <Kbd keys="↵" />
                {t('shell.palette.run')}
              </span>
            </footer>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
