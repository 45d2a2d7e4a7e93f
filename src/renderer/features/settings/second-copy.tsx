import { FolderOpen, LifeBuoy, RefreshCw, ShieldCheck, X } from 'lucide-react';
import type { SecondCopyView } from '../../../shared/domain/second-copy.ts';
import { errorText } from '../../../shared/errors.ts';
import { useLanguage, useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { mirrors } from '../../stores/mirrors.ts';
import { useSettings } from '../../stores/settings.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { Card } from '../../ui/page.tsx';
import { TimeAgo } from '../../ui/time.tsx';
import { toastBad, toastDone } from '../../ui/toasts.tsx';

const tones = {
  due: 'degraded',
  absent: 'degraded',
  working: 'neutral',
  current: 'up',
  failed: 'down',
} as const;

/** What is still to come is not up to date. */
const stateOf = ({ state, due }: SecondCopyView) => (state === 'current' && due > 0 ? 'due' : state);

/** Where every sound backup is copied a second time, and how that stands. */
export function SecondCopy() {
  const t = useText();
  const { secondCopyFolder, backupEncryption } = useSettings();
  const view = mirrors.secondCopy((state) => state.entities['second-copy'] ?? null);
  const set = useAction((folder: string | null) => call('second-copy.set', { folder }));
  const choose = useAction(async () => {
    const { path } = await call('app.choose-path', { kind: 'folder' });
    if (path !== null) await call('second-copy.set', { folder: path });
  });
  const sync = useAction(async () => {
    const { copied } = await call('second-copy.sync', {});
    toastDone(t('settings.second.synced', { count: copied }));
  });
  const verify = useAction(async () => {
    const { damaged } = await call('second-copy.verify', {});
    if (damaged.length === 0) toastDone(t('settings.second.sound'));
    else toastBad(t('settings.second.damaged', { count: damaged.length }));
  });
  const error = set.error ?? choose.error ?? sync.error ?? verify.error;
  const isBusy = sync.busy || verify.busy;
  return (
    <Card className="flex flex-col gap-3">
      {error && <ErrorPanel error={error} />}
      <Field label={t('settings.second.folder')} help={t('settings.second.help')}>
        {(ids) => (
          <div className="flex gap-2">
            <Input
              {...ids}
              readOnly
              placeholder={t('settings.second.none')}
              value={secondCopyFolder ?? ''}
              className="flex-1 font-mono text-xs"
            />
            <Button icon={FolderOpen} busy={choose.busy} onClick={() => void choose.run()}>
              {t('settings.chooseFolder')}
            </Button>
            {secondCopyFolder !== null && (
              <Button icon={X} onClick={() => void set.run(null)}>
                {t('settings.second.off')}
              </Button>
            )}
          </div>
        )}
      </Field>
      {secondCopyFolder !== null && view && (
        <div className="flex flex-wrap items-center gap-3">
          <Badge tone={tones[stateOf(view)]}>{t(`settings.second.states.${stateOf(view)}`)}</Badge>
          {view.state !== 'absent' && <Figures view={view} />}
          <span className="ml-auto flex gap-2">
            <Button
              size="sm"
              icon={RefreshCw}
              busy={sync.busy}
              disabled={isBusy || view.state === 'absent'}
              onClick={() => void sync.run()}
            >
              {t('settings.second.sync')}
            </Button>
            <Button
              size="sm"
              icon={ShieldCheck}
              busy={verify.busy}
              disabled={isBusy || view.state === 'absent'}
              onClick={() => void verify.run()}
            >
              {t('settings.second.verify')}
            </Button>
          </span>
        </div>
      )}
      {secondCopyFolder !== null && view && view.state !== 'absent' && <Holdings view={view} />}
      {secondCopyFolder !== null && view && <Problems view={view} />}
      {secondCopyFolder !== null && backupEncryption !== 'off' && (
        <p className="text-muted text-xs">{t('settings.second.plainData')}</p>
      )}
      <TakeOver />
    </Card>
  );
}

/** On a new laptop: the stick becomes the backup folder, and its vault this computer's. */
function TakeOver() {
  const t = useText();
  const take = useAction(async () => {
    const { path } = await call('app.choose-path', { kind: 'folder' });
    if (path === null) return;
    const { vault, backups, damaged } = await call('second-copy.take-over', { folder: path });
    const words = { taken: 'vaultTaken', kept: 'vaultKept', none: 'vaultNone' } as const;
    const found = t('settings.second.takenOver', { count: backups });
    toastDone(`${found} ${t(`settings.second.${words[vault]}`)}`);
    if (damaged.length > 0)
      toastBad(`${t('settings.second.damaged', { count: damaged.length })} ${damaged.join(', ')}`);
  });
  return (
    <div className="flex flex-col gap-2 border-t border-line pt-3">
      {take.error && <ErrorPanel error={take.error} />}
      <div className="flex items-start gap-3">
        <p className="flex-1 text-muted text-xs">{t('settings.second.takeOverHelp')}</p>
        <Button size="sm" icon={LifeBuoy} busy={take.busy} onClick={() => void take.run()}>
          {t('settings.second.takeOver')}
        </Button>
      </div>
    </div>
  );
}

/** What lies there, by kind. */
function Holdings({ view }: { readonly view: SecondCopyView }) {
  const t = useText();
  const held = view.kinds.filter((each) => each.held > 0);
  return (
    <p>
      {held.length === 0
        ? t('settings.second.nothing')
        : held.map((each) => t(`settings.second.kinds.${each.kind}`, { count: each.held })).join(', ')}
    </p>
  );
}

function Figures({ view }: { readonly view: SecondCopyView }) {
  const t = useText();
  return (
    <span className="text-muted">
      {view.due > 0 && `${t('settings.second.due', { count: view.due })} · `}
      {view.verifiedAt === null ? (
        t('settings.second.neverVerified')
      ) : (
        <>
          {t('settings.second.verified')} <TimeAgo at={view.verifiedAt} />
        </>
      )}
    </span>
  );
}

function Problems({ view }: { readonly view: SecondCopyView }) {
  const t = useText();
  const language = useLanguage();
  return (
    <>
      {view.error && <p className="text-down">{errorText(view.error, language).message}</p>}
      {view.damaged.length > 0 && (
        <div className="text-down">
          <p>{t('settings.second.damaged', { count: view.damaged.length })}</p>
          <ul className="font-mono text-xs">
            {view.damaged.map((file) => (
              <li key={file} className="break-all">
                {file}
              </li>
            ))}
          </ul>
          <p className="text-muted">{t('settings.second.mending')}</p>
        </div>
      )}
    </>
  );
}
