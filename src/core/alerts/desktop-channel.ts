import { RondaError } from '../../shared/errors.ts';
import { plainDetail } from '../platform/plain-detail.ts';
import { linesOf } from './alert-content.ts';
import type { Channel } from './channel.ts';
import type { Notifier } from './notifier.ts';

/** The desktop's own notifications. What it shows was redacted when it was written. */
export function createDesktopChannel(notifier: Notifier): Channel {
  return {
    async deliver(message) {
      const { kind, severity, title, incidents } = message.content;
      try {
        await notifier.notify({
          title,
          body: linesOf(message).join('\n'),
          severity: kind === 'recovered' ? 'ok' : severity,
          key: incidents[0]?.id ?? kind,
        });
        return { kind: 'sent' };
      } catch (error) {
        const reason = plainDetail(error);
        return {
          kind: 'failed',
          error: error instanceof RondaError ? error : new RondaError('alerts.desktop-failed', { reason }),
        };
      }
    },
  };
}
