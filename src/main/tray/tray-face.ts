import type { Incident } from '../../shared/domain/incident.ts';
import type { Status } from '../../shared/domain/status.ts';

/** From bad to good, as everywhere. What nobody saw stands above "up": green is only what all of was seen to be. */
const order: readonly Status[] = ['down', 'pending', 'degraded', 'unobserved', 'paused', 'up'];

/** The worst of these; `unobserved` when there is nothing to look at. */
export function worstStatus(statuses: readonly Status[]): Status {
  return order.find((status) => statuses.includes(status)) ?? 'unobserved';
}

/** Red, green and blue of the status colours that are seen on a light and on a dark panel. */
const colours: Readonly<Record<Status, readonly [number, number, number]>> = {
  up: [34, 160, 84],
  degraded: [217, 140, 10],
  pending: [217, 140, 10],
  down: [214, 45, 45],
  paused: [64, 120, 214],
  unobserved: [140, 144, 152],
};

/**
 * Paints the status as a dot with a rim into the lower right of a square picture.
 * @param pixels four bytes a pixel, blue first, as Electron's `toBitmap` gives them; a changed copy is returned
 */
export function paintStatus(pixels: Uint8Array, size: number, status: Status): Uint8Array {
  const painted = Uint8Array.from(pixels);
  const radius = size * 0.27;
  const rim = Math.max(1, size * 0.06);
  const centre = size - radius - rim;
  const [red, green, blue] = colours[status];
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const distance = Math.hypot(x + 0.5 - centre, y + 0.5 - centre);
      if (distance > radius + rim) continue;
      painted.set(distance > radius ? [255, 255, 255, 255] : [blue, green, red, 255], (y * size + x) * 4);
    }
  }
  return painted;
}

const words = {
  en: {
    status: {
      up: 'all is well',
      degraded: 'something is degraded',
      pending: 'a check fails',
      down: 'a service is down',
      paused: 'a service is paused',
      unobserved: 'nobody is watching',
    },
    incidents: (count: number) => (count === 1 ? '1 open incident' : `${count} open incidents`),
    show: 'Open Ronda',
    quit: 'Quit',
  },
  id: {
    status: {
      up: 'semua baik',
      degraded: 'ada yang terganggu',
      pending: 'ada pemeriksaan gagal',
      down: 'ada layanan mati',
      paused: 'ada layanan dijeda',
      unobserved: 'tidak ada yang mengawasi',
    },
    incidents: (count: number) => `${count} insiden terbuka`,
    show: 'Buka Ronda',
    quit: 'Keluar',
  },
} as const;

/** What the icon says in words: its tooltip, and the first line of its menu. */
export function trayTexts(
  status: Status,
  incidents: readonly Pick<Incident, 'state'>[],
  language: 'en' | 'id',
): { readonly tooltip: string; readonly show: string; readonly quit: string } {
  const text = words[language];
  const open = incidents.filter(({ state }) => state === 'open').length;
  const tooltip = `Ronda: ${text.status[status]}${open === 0 ? '' : ` · ${text.incidents(open)}`}`;
  return { tooltip, show: text.show, quit: text.quit };
}
