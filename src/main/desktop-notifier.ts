import { Notification } from 'electron';
import type { Notifier } from '../core/alerts/notifier.ts';
import { RondaError } from '../shared/errors.ts';

/** Shows alerts the way the desktop does, and says so where the desktop has no notifications. */
export function createDesktopNotifier(onClick: () => void): Notifier {
  return {
    notify({ title, body, severity }) {
      if (!Notification.isSupported()) {
        throw new RondaError('alerts.desktop-failed', { reason: process.platform });
      }
      const notification = new Notification({
        title,
        body,
        urgency: severity === 'P1' ? 'critical' : 'normal',
      });
      notification.on('click', onClick);
      notification.show();
    },
  };
}
