import { Notification } from 'electron';

/** Shows alerts the way the desktop does; silently nothing where the desktop has no notifications. */
export function desktopNotifier(onClick: () => void): (alert: { title: string; body: string }) => void {
  return ({ title, body }) => {
    if (!Notification.isSupported()) return;
    const notification = new Notification({ title, body });
    notification.on('click', onClick);
    notification.show();
  };
}
