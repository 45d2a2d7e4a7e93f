import { Menu, nativeImage, Tray } from 'electron';
import type { Incident } from '../../shared/domain/incident.ts';
import type { Status } from '../../shared/domain/status.ts';
import { paintStatus, trayTexts } from './tray-face.ts';

export interface TrayFacts {
  readonly status: Status;
  readonly incidents: readonly Pick<Incident, 'state'>[];
  readonly language: 'en' | 'id';
}

export interface StatusTray {
  show(facts: TrayFacts): void;
  destroy(): void;
}

const size = 32;

/** The icon in the system's tray: the lantern with the worst status as a dot, in words in its tooltip and menu. */
export function createStatusTray(deps: {
  readonly icon: string;
  readonly onOpen: () => void;
  readonly onQuit: () => void;
}): StatusTray {
  const pixels = nativeImage
    .createFromPath(deps.icon)
    .resize({ width: size, height: size, quality: 'best' })
    .toBitmap();
  const tray = new Tray(nativeImage.createFromBitmap(Buffer.from(pixels), { width: size, height: size }));
  tray.on('click', deps.onOpen);
  let shown = '';
  return {
    show({ status, incidents, language }) {
      const { tooltip, show, quit } = trayTexts(status, incidents, language);
      // Beats come every second: a menu that is open would close each time it is made anew.
      const face = `${status} ${tooltip} ${show}`;
      if (face === shown) return;
      shown = face;
      const painted = Buffer.from(paintStatus(pixels, size, status));
      tray.setImage(nativeImage.createFromBitmap(painted, { width: size, height: size }));
      tray.setToolTip(tooltip);
      tray.setContextMenu(
        Menu.buildFromTemplate([
          { label: tooltip, enabled: false },
          { type: 'separator' },
          { label: show, click: deps.onOpen },
          { label: quit, click: deps.onQuit },
        ]),
      );
    },
    destroy: () => tray.destroy(),
  };
}
