import { lazy, Suspense } from 'react';
import { FirstRun } from '../features/hosts/first-run.tsx';
import { PromptDialog } from '../features/hosts/prompt-dialog.tsx';
import { Overview } from '../features/overview/overview.tsx';
import { useHosts } from '../stores/hosts.ts';
import { useLink } from '../stores/link.ts';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { closeDialog, useOpenDialog } from './dialogs.ts';
import { useText } from './i18n.ts';
import { Notices } from './notices.tsx';
import { Rail } from './rail.tsx';
import { type Route, useRoute } from './router.ts';
import { StatusBar } from './status-bar.tsx';
import { TopBar } from './top-bar.tsx';
import { useShortcuts } from './use-shortcuts.ts';

// Only the first screen is in the first bundle: the start-up time has a target. Dialogs come with their first use.
const AddHostDialog = lazy(async () => ({
  default: (await import('../features/hosts/add-host-dialog.tsx')).AddHostDialog,
}));
const OpenIncidentDialog = lazy(async () => ({
  default: (await import('../features/incidents/open-incident-dialog.tsx')).OpenIncidentDialog,
}));
const ServiceActionDialog = lazy(async () => ({
  default: (await import('../features/services/service-action-dialog.tsx')).ServiceActionDialog,
}));
const SilenceDialog = lazy(async () => ({
  default: (await import('../features/silences/silence-dialog.tsx')).SilenceDialog,
}));
const RestoreDialog = lazy(async () => ({
  default: (await import('../features/backups/restore-dialog.tsx')).RestoreDialog,
}));
const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }));
const Services = lazy(async () => ({
  default: (await import('../features/services/services.tsx')).Services,
}));
const Logs = lazy(async () => ({ default: (await import('../features/logs/logs.tsx')).Logs }));
const Backups = lazy(async () => ({ default: (await import('../features/backups/backups.tsx')).Backups }));
const Incidents = lazy(async () => ({
  default: (await import('../features/incidents/incidents.tsx')).Incidents,
}));
const Manual = lazy(async () => ({ default: (await import('../features/manual/manual.tsx')).Manual }));
const SettingsScreen = lazy(async () => ({
  default: (await import('../features/settings/settings.tsx')).SettingsScreen,
}));

export function Shell() {
  const t = useText();
  useShortcuts();
  return (
    <div className="grid h-full grid-cols-[11.5rem_minmax(0,1fr)] grid-rows-[3rem_minmax(0,1fr)_1.875rem]">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-accent px-3 py-1.5 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t('shell.skip')}
      </a>
      <Rail />
      <TopBar />
      <div className="col-start-2 row-start-2 flex min-h-0 flex-col">
        <LinkLost />
        <Notices />
        <main id="content" tabIndex={-1} className="min-h-0 flex-1 outline-none">
          <Suspense
            fallback={
              <div className="p-5">
                <SkeletonRows />
              </div>
            }
          >
            <CurrentScreen />
          </Suspense>
        </main>
      </div>
      <StatusBar />
      <Suspense fallback={null}>
        <Dialogs />
      </Suspense>
      <PromptDialog />
    </div>
  );
}

function CurrentScreen() {
  const route = useRoute();
  const configured = useHosts().length > 0;
  return (
    <ErrorBoundary key={`${route.screen} ${configured}`}>
      <ScreenOf route={route} configured={configured} />
    </ErrorBoundary>
  );
}

function ScreenOf({ route, configured }: { readonly route: Route; readonly configured: boolean }) {
  if (route.screen === 'settings') return <SettingsScreen section={route.section} />;
  if (!configured) return <FirstRun />;
  switch (route.screen) {
    case 'overview':
      return <Overview />;
    case 'services':
      return <Services serviceId={route.serviceId} />;
    case 'logs':
      return <Logs serviceId={route.serviceId} containerId={route.containerId} />;
    case 'backups':
      return <Backups selected={route.database} />;
    case 'incidents':
      return <Incidents incidentId={route.incidentId} />;
    case 'manual':
      return <Manual />;
  }
}

function Dialogs() {
  const dialog = useOpenDialog();
  switch (dialog.kind) {
    case 'none':
      return null;
    case 'palette':
      return <Palette onClose={closeDialog} />;
    case 'add-host':
      return <AddHostDialog target={dialog.target} onClose={closeDialog} />;
    case 'service-action':
      return <ServiceActionDialog request={dialog.request} onClose={closeDialog} />;
    case 'open-incident':
      return <OpenIncidentDialog hostId={dialog.hostId} serviceId={dialog.serviceId} onClose={closeDialog} />;
    case 'silence':
      return <SilenceDialog hostId={dialog.hostId} serviceId={dialog.serviceId} onClose={closeDialog} />;
    case 'restore':
      return <RestoreDialog backupId={dialog.backupId} onClose={closeDialog} />;
  }
}

function LinkLost() {
  const t = useText();
  const lost = useLink((link) => link.state === 'lost');
  if (!lost) return null;
  return (
    <p role="alert" className="bg-down/14 px-5 py-1.5 text-sm text-ink">
      {t('shell.linkLost')}
    </p>
  );
}
