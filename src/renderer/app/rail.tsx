import {
  Archive,
  BookOpenText,
  LayoutGrid,
  type LucideIcon,
  ScrollText,
  Server,
  Settings2,
  Siren,
} from 'lucide-react';
import { useOpenIncidents } from '../stores/incidents.ts';
import { classes } from '../ui/classes.ts';
import { Logo } from '../ui/logo.tsx';
import { useText } from './i18n.ts';
import { goTo, type Screen, screens, useRoute } from './router.ts';

const icons: Record<Screen, LucideIcon> = {
  overview: LayoutGrid,
  services: Server,
  logs: ScrollText,
  backups: Archive,
  incidents: Siren,
  manual: BookOpenText,
  settings: Settings2,
};

export function Rail() {
  const t = useText();
  const current = useRoute((route) => route.screen);
  const open = useOpenIncidents().length;
  return (
    <nav
      aria-label={t('shell.navigation')}
      className="col-start-1 row-span-2 row-start-1 flex flex-col border-r border-line bg-surface"
    >
      <div className="flex h-12 items-center gap-2.5 px-4">
        <Logo className="size-6" />
        <span className="text-base font-semibold tracking-tight">{t('common.appName')}</span>
      </div>
      <ul className="flex flex-1 flex-col gap-0.5 px-2 pt-2 pb-3">
        {screens.map((screen) => {
          const Icon = icons[screen];
          const active = screen === current;
          return (
            <li key={screen} className={screen === 'manual' ? 'mt-auto' : undefined}>
              <button
                type="button"
                aria-current={active ? 'page' : undefined}
                onClick={() => goTo(screen)}
                className={classes(
                  'flex h-9 w-full items-center gap-2.5 rounded-md px-2.5 text-left transition-colors duration-100',
                  active
                    ? 'bg-accent-soft font-medium text-ink'
                    : 'text-muted hover:bg-line/50 hover:text-ink',
                )}
              >
                <Icon
                  aria-hidden
                  className={classes('size-[1.125rem]', active ? 'text-accent' : 'text-faint')}
                />
                <span className="flex-1">{t(`shell.screens.${screen}`)}</span>
                {screen === 'incidents' && open > 0 && (
                  <>
                    <span
                      aria-hidden
                      className="min-w-5 rounded-full bg-down-solid px-1.5 text-center text-2xs leading-5 font-semibold text-on-solid"
                    >
                      {open}
                    </span>
                    <span className="sr-only">{t('shell.openIncidents', { count: open })}</span>
                  </>
                )}
              </button>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
