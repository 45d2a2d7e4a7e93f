import { useText } from '../../app/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { CommandPreview } from '../../ui/command-preview.tsx';
import type { Suggestion } from './add-host-form.ts';
import { jumpText } from './jump-text.ts';

/** What the SSH configuration says of the chosen host: for looking at, since it is looked up again at each connect. */
export function AddHostAlias({
  host,
  onByHand,
}: {
  readonly host: Suggestion;
  readonly onByHand: () => void;
}) {
  const t = useText();
  const { user, address, port, auth, jumps, proxyCommand } = host;
  const files = auth?.method === 'identities' ? auth.files.join(', ') : '';
  const only = auth?.method === 'identities' && auth.identitiesOnly;
  return (
    <section aria-label={t('hosts.add.suggestions')} className="col-span-6 flex flex-col gap-2">
      <dl className="grid grid-cols-[5rem_minmax(0,1fr)] gap-y-1 rounded-lg border border-line bg-sunken p-3 text-xs">
        <dt className="text-faint">{t('hosts.add.server')}</dt>
        <dd className="font-mono break-all">
          {jumpText([{ user: user ?? '', address, port, auth: { method: 'agent' } }])}
        </dd>
        <dt className="text-faint">{t('hosts.add.keys')}</dt>
        <dd className="break-all">
          {t(only ? 'hosts.add.agentOnlyThese' : 'hosts.add.agentThen', {
            files: files || t('hosts.add.usualKeys'),
          })}
        </dd>
        {jumps.length > 0 && (
          <>
            <dt className="text-faint">{t('hosts.add.way')}</dt>
            <dd className="font-mono break-all">{jumpText(jumps)}</dd>
          </>
        )}
      </dl>
      {proxyCommand !== null && (
        <>
          <p className="text-xs text-muted">{t('hosts.add.runs')}</p>
          <CommandPreview commands={[proxyCommand]} />
        </>
      )}
      <p className="flex items-center justify-between gap-3 text-xs text-muted">
        {t('hosts.add.fromConfig')}
        <Button onClick={onByHand}>{t('hosts.add.byHand')}</Button>
      </p>
    </section>
  );
}
