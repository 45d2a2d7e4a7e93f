import { useText } from '../../app/i18n.ts';
import { Page } from '../../ui/page.tsx';

interface LogsProps {
  readonly serviceId: string | null;
  readonly containerId: string | null;
}

export function Logs(_props: LogsProps) {
  const t = useText();
  return (
    <Page mode="fill" title={t('shell.screens.logs')}>
      <p className="text-muted">{t('logs.chooseContainer')}</p>
    </Page>
  );
}
