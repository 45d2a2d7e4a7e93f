import { FolderOpen, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { Settings } from '../../../shared/domain/settings.ts';
import { useText } from '../../app/i18n.ts';
import { call } from '../../bridge/ronda.ts';
import { useAction } from '../../bridge/use-action.ts';
import { useAppStatus, useSettings } from '../../stores/settings.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Field, Input, Select, SwitchRow } from '../../ui/field.tsx';
import { Card } from '../../ui/page.tsx';
import { Switch } from '../../ui/switch.tsx';
import { BackupStorage } from './backup-storage.tsx';
import { SecondCopy } from './second-copy.tsx';

const backgroundSwitches = ['tray', 'closeToTray', 'startAtLogin'] as const;
const themes: readonly Settings['theme'][] = ['system', 'light', 'dark'];

/** Every choice is kept the moment it is made; the view shows what core then says. */
export function GeneralSettings() {
  const t = useText();
  const settings = useSettings();
  const app = useAppStatus();
  const update = useAction((change: Partial<Settings>) => call('app.update-settings', change));
  const choose = useAction(async () => {
    const { path } = await call('app.choose-path', { kind: 'folder' });
    if (path !== null) await call('app.update-settings', { backupFolder: path });
  });
  const error = update.error ?? choose.error;
  return (
    <div className="flex flex-col gap-3">
      {error && <ErrorPanel error={error} />}
      <Card className="grid grid-cols-2 gap-4">
        <Field label={t('settings.language')}>
          {(ids) => (
            <Select
              {...ids}
              value={settings.language}
              onChange={(event) => void update.run({ language: event.target.value === 'en' ? 'en' : 'id' })}
            >
              <option value="id">{t('shell.palette.languageId')}</option>
              <option value="en">{t('shell.palette.languageEn')}</option>
            </Select>
          )}
        </Field>
        <Field label={t('settings.theme')}>
          {(ids) => (
            <Select
              {...ids}
              value={settings.theme}
              onChange={(event) => {
                const theme = themes.find((name) => name === event.target.value);
                if (theme) void update.run({ theme });
              }}
            >
              {themes.map((theme) => (
                <option key={theme} value={theme}>
                  {t(`settings.themes.${theme}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <AdminName
          key={settings.adminName}
          saved={settings.adminName}
          onSave={(adminName) => update.run({ adminName })}
        />
      </Card>
      <Card>
        <Field label={t('settings.backupFolder')} help={t('settings.backupFolderHelp')}>
          {(ids) => (
            <div className="flex gap-2">
              <Input
                {...ids}
                readOnly
                value={settings.backupFolder ?? app?.backupFolder ?? ''}
                className="flex-1 font-mono text-xs"
              />
              <Button icon={FolderOpen} busy={choose.busy} onClick={() => void choose.run()}>
                {t('settings.chooseFolder')}
              </Button>
              {settings.backupFolder !== null && (
                <Button icon={RotateCcw} onClick={() => void update.run({ backupFolder: null })}>
                  {t('settings.defaultFolder')}
                </Button>
              )}
            </div>
          )}
        </Field>
      </Card>
      <SecondCopy />
      <BackupStorage />
      <Card className="flex flex-col gap-4">
        {backgroundSwitches.map((name) => (
          <SwitchRow key={name} label={t(`settings.${name}`)} help={t(`settings.${name}Help`)}>
            {(ids) => (
              <Switch
                {...ids}
                checked={settings[name] && (name !== 'closeToTray' || settings.tray)}
                disabled={name === 'closeToTray' && !settings.tray}
                onCheckedChange={(isOn) => void update.run({ [name]: isOn })}
              />
            )}
          </SwitchRow>
        ))}
      </Card>
    </div>
  );
}

/** Saved when the field is left or Enter is pressed, for half a name belongs in no journal. */
function AdminName({
  saved,
  onSave,
}: {
  readonly saved: string;
  readonly onSave: (name: string) => Promise<boolean>;
}) {
  const t = useText();
  const [name, setName] = useState(saved);
  const save = (): void => {
    if (name.trim() !== saved) void onSave(name.trim());
  };
  return (
    <Field label={t('settings.adminName')} help={t('settings.adminNameHelp')} className="col-span-2">
      {(ids) => (
        <Input
          {...ids}
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.target.value)}
          onBlur={save}
          onKeyDown={(event) => {
            if (event.key === 'Enter') save();
          }}
        />
      )}
    </Field>
  );
}
