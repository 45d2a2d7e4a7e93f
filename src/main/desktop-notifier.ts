import { Notification } from 'electron';
import type { Notifier } from '../core/alerts/notifier.ts';

/** Shows alerts the way the desktop does; nothing where the desktop has no notifications. */
export function createDesktopNotifier(onClick: () => void): Notifier {
  return {
    notify({ title, body, severity }) {
      if (!Notification.isSupported()) return;
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
