import type { Page } from '@playwright/test';
import type { TileView } from '../../src/shared/domain/service.ts';
import type { StateEvent } from '../../src/shared/state.ts';
import { waitFor } from './wait-for.ts';

/** The tiles as the window itself has them, once every check of every tile has run. */
export async function firstRound(page: Page, timeoutMs: number): Promise<TileView[]> {
  return waitFor(
    'the first health round',
    async () => {
      const tiles = await readTiles(page);
      const checked =
        tiles.length > 0 && tiles.every((tile) => tile.checks.every((check) => check.lastAt !== null));
      return checked ? tiles : null;
    },
    { timeoutMs, everyMs: 500 },
  );
}

async function readTiles(page: Page): Promise<TileView[]> {
  const event = await page.evaluate(
    () =>
      new Promise<unknown>((resolve) => {
        const callId = crypto.randomUUID();
        const leave = self.ronda.onEvent((id, value) => {
          if (id !== callId) return;
          leave();
          self.ronda.cancel(callId);
          resolve(value);
        });
        void self.ronda.start(callId, 'app.watch', {});
      }),
  );
  const snapshot = event as StateEvent;
  return snapshot.kind === 'snapshot' ? Object.values(snapshot.state.tiles) : [];
}

/** A plain table: what a person without a display sees of the first round. */
export function roundTable(tiles: readonly TileView[]): string {
  const rows = [['SERVICE', 'STATUS', 'CHECK', 'TIME', 'MESSAGE']];
  for (const tile of tiles) {
    for (const [index, check] of tile.checks.entries()) {
      rows.push([
        index === 0 ? tile.name : '',
        index === 0 ? tile.status : '',
        check.target,
        check.latencyMs === null ? '-' : `${Math.round(check.latencyMs)} ms`,
        check.message.slice(0, 60),
      ]);
    }
  }
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
