import { useLink } from '../stores/link.ts';
import { Logo } from '../ui/logo.tsx';
import { Toasts } from '../ui/toasts.tsx';
import { TooltipProvider } from '../ui/tooltip.tsx';
import { useText } from './i18n.ts';
import { Shell } from './shell.tsx';

export function App() {
  const started = useLink((link) => link.state !== 'starting');
  return (
    <TooltipProvider delayDuration={350} skipDelayDuration={150}>
      {started ? <Shell /> : <Splash />}
      <Toasts />
    </TooltipProvider>
  );
}

/** Until the first snapshot arrives; then the language and the theme are known. */
function Splash() {
  const t = useText();
  return (
    <main className="flex h-full flex-col items-center justify-center gap-4" aria-busy>
      <Logo className="breathe size-14" />
      <p className="text-muted">{t('shell.starting')}</p>
    </main>
  );
}
