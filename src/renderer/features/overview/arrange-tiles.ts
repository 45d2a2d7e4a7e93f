import type { Status } from '../../../shared/domain/status.ts';
import { statusOrder } from '../../ui/status.tsx';

export type TileOrder = 'trouble' | 'manual' | 'name';
/** Id, name and status: all that the order of the grid depends on. */
export type TileHead = readonly [id: string, name: string, status: Status];

/** The ids to show, in order. Equal ranks keep the manual's order, so that nothing jumps about. */
export function arrangeTiles(
  heads: readonly TileHead[],
  view: { readonly order: TileOrder; readonly text: string; readonly only: Status | null },
): string[] {
  const wanted = view.text.trim().toLocaleLowerCase();
  return heads
    .filter(([, name, status]) => {
      if (view.only !== null && status !== view.only) return false;
      return wanted === '' || name.toLocaleLowerCase().includes(wanted);
    })
    .toSorted((a, b) => {
      if (view.order === 'name') return a[1].localeCompare(b[1]);
      if (view.order === 'trouble') return statusOrder.indexOf(a[2]) - statusOrder.indexOf(b[2]);
      return 0;
    })
    .map(([id]) => id);
}
