import { FileUp } from 'lucide-react';
import { useRef } from 'react';
import { localText } from '../../../shared/domain/profile.ts';
import { useLanguage, useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useProfiles } from '../../stores/hosts.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Field, Select } from '../../ui/field.tsx';

interface ProfilePickerProps {
  readonly value: string;
  readonly onChange: (profileId: string) => void;
}

/** Which manual a host is run by; another one can be brought in from its file on the spot. */
export function ProfilePicker({ value, onChange }: ProfilePickerProps) {
  const t = useText();
  const language = useLanguage();
  const profiles = useProfiles();
  const file = useRef<HTMLInputElement>(null);
  const importing = useAction(async (chosen: File) => {
    const { profileId } = await call('profile.import', { yaml: await chosen.text() });
    onChange(profileId);
  });
  return (
    <div className="flex flex-col gap-2">
      <Field label={t('hosts.add.profile')} help={t('hosts.add.profileHelp')}>
        {(ids) => (
          <div className="flex gap-2">
            <Select {...ids} value={value} onChange={(event) => onChange(event.target.value)}>
              {profiles.map((profile) => (
                <option key={profile.id} value={profile.id}>
                  {localText(profile.name, language)}
                </option>
              ))}
            </Select>
            <Button icon={FileUp} busy={importing.busy} onClick={() => file.current?.click()}>
              {t('hosts.add.importProfile')}
            </Button>
            <input
              ref={file}
              type="file"
              accept=".yaml,.yml"
              hidden
              aria-label={t('hosts.add.importProfile')}
              onChange={(event) => {
                const chosen = event.target.files?.[0];
                // Emptied, so that the same file, corrected, can be chosen again.
                event.target.value = '';
                if (chosen) void importing.run(chosen);
              }}
            />
          </div>
        )}
      </Field>
      {importing.error && <ErrorPanel error={importing.error} />}
    </div>
  );
}
