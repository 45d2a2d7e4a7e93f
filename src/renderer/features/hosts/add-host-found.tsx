import { useState } from 'react';
import type { FoundProject } from '../../../shared/domain/found-project.ts';
import { useText } from '../../app/i18n.ts';
import { goTo } from '../../app/router.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { selectHost, useProfiles } from '../../stores/hosts.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { ConnectionSteps } from './connection-steps.tsx';
import { FoundProjects } from './found-projects.tsx';
import { GeneratedManual } from './generated-manual.tsx';
import { ManualChoice } from './manual-choice.tsx';
import { ProfilePicker } from './profile-picker.tsx';
import { suggestProfile } from './suggest-profile.ts';
import { targetText } from './target-text.ts';
import type { HostDraft } from './use-add-host.ts';
import { useTryHost } from './use-try-host.ts';

interface AddHostFoundProps {
  readonly draft: HostDraft;
  readonly onBack: () => void;
  readonly onClose: () => void;
}

/** The second half of adding a host: it is tried, what runs there is shown, and a manual is chosen or made. */
export function AddHostFound({ draft, onBack, onClose }: AddHostFoundProps) {
  const t = useText();
  const profiles = useProfiles();
  const { connection, projects, error, retry } = useTryHost(draft);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = useState<string | null>(null);
  const [wanted, setWanted] = useState<'manual' | 'generate' | null>(null);
  const [name, setName] = useState(draft.name);

  const kept = (projects ?? []).filter(({ project }) => !left.has(project));
  const suggested = suggestProfile(profiles, projects ?? []);
  const canGenerate = kept.length > 0 && name.trim() !== '';
  const manual = wanted ?? (suggested === null && (projects ?? []).length > 0 ? 'generate' : 'manual');
  const profileId = chosen ?? suggested ?? profiles[0]?.id ?? '';

  const add = useAction(async () => {
    const { hostId } = await call('hosts.add', {
      ...draft,
      profileId: manual === 'generate' ? await makeManual(name, kept) : profileId,
      connect: true,
    });
    selectHost(hostId);
    goTo('overview');
    onClose();
  });
  const settled = projects !== null || error !== null;
  return (
    <Dialog
      open
      onClose={onClose}
      title={draft.name}
      description={targetText(draft.target) || t('hosts.kindLocal')}
      footer={
        <>
          <Button onClick={onBack} disabled={add.busy}>
            {t('hosts.add.back')}
          </Button>
          {error && <Button onClick={retry}>{t('common.retry')}</Button>}
          <Button
            variant={error ? 'secondary' : 'primary'}
            busy={add.busy}
            disabled={!settled || (manual === 'generate' && !canGenerate)}
            onClick={() => void add.run()}
          >
            {t(error ? 'hosts.add.anyway' : 'hosts.add.submit')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {connection ? <ConnectionSteps steps={connection.steps} /> : <SkeletonRows rows={3} />}
        {error && <ErrorPanel error={error} />}
        {connection && !settled && <p className="text-muted">{t('hosts.found.looking')}</p>}
        {projects && (
          <FoundProjects
            projects={projects}
            left={left}
            onToggle={(project) => setLeft((last) => toggled(last, project))}
          />
        )}
        {settled && (
          <ManualChoice
            canGenerate={(projects ?? []).length > 0}
            value={manual}
            onChange={setWanted}
            suggested={suggested !== null}
          />
        )}
        {settled && manual === 'manual' && <ProfilePicker value={profileId} onChange={setChosen} />}
        {projects && manual === 'generate' && (
          <GeneratedManual name={name} onName={setName} projects={kept} />
        )}
        {add.error && <ErrorPanel error={add.error} />}
      </div>
    </Dialog>
  );
}

async function makeManual(name: string, projects: readonly FoundProject[]): Promise<string> {
  const { yaml } = await call('profile.generate', { name: name.trim(), projects: [...projects] });
  return (await call('profile.import', { yaml })).profileId;
}

function toggled(set: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(key)) next.add(key);
  return next;
}
