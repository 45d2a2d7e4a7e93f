import { Laptop, type LucideIcon, Server, TentTree } from 'lucide-react';
import type { ReactNode } from 'react';
import { openDialog } from '../../app/dialogs.ts';
import { useText } from '../../app/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { CommandPreview } from '../../ui/command-preview.tsx';
import { Logo } from '../../ui/logo.tsx';

/** Nothing is configured yet: three ways to begin. */
export function FirstRun() {
  const t = useText();
  return (
    <div className="flex h-full flex-col items-center justify-center overflow-y-auto px-8 py-10">
      <Logo className="size-16" />
      <h1 className="mt-5 text-2xl font-semibold tracking-tight">{t('hosts.firstRun.title')}</h1>
      <p className="mt-2 max-w-xl text-center text-base text-muted">{t('hosts.firstRun.body')}</p>
      <div className="mt-9 grid w-full max-w-4xl grid-cols-3 gap-4">
        <Way icon={Server} title={t('hosts.firstRun.sshTitle')} body={t('hosts.firstRun.sshBody')}>
          <Button variant="primary" onClick={() => openDialog({ kind: 'add-host', target: 'ssh' })}>
            {t('hosts.firstRun.sshAction')}
          </Button>
        </Way>
        <Way icon={Laptop} title={t('hosts.firstRun.localTitle')} body={t('hosts.firstRun.localBody')}>
          <Button onClick={() => openDialog({ kind: 'add-host', target: 'local' })}>
            {t('hosts.firstRun.localAction')}
          </Button>
        </Way>
        <Way icon={TentTree} title={t('hosts.firstRun.demoTitle')} body={t('hosts.firstRun.demoBody')}>
          <CommandPreview commands={['npm run demo']} className="w-full" />
        </Way>
      </div>
    </div>
  );
}

function Way({
  icon: Icon,
  title,
  body,
  children,
}: {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly body: string;
  readonly children: ReactNode;
}) {
  return (
    <section
      aria-label={title}
      className="flex flex-col items-start gap-2 rounded-xl border border-line bg-surface p-5"
    >
      <Icon aria-hidden className="size-6 text-accent" strokeWidth={1.5} />
      <h2 className="mt-1 text-base font-semibold">{title}</h2>
      <p className="mb-3 flex-1 text-muted">{body}</p>
      {children}
    </section>
  );
}
