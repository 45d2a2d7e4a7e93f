import { useShallow } from 'zustand/react/shallow';
import type { TileView } from '../../shared/domain/service.ts';
import { mirrors } from './mirrors.ts';

/** One tile; a component that uses it renders again only when that very tile changed. */
export function useTile(tileId: string | null): TileView | null {
  return mirrors.tiles((state) => (tileId === null ? null : (state.entities[tileId] ?? null)));
}

/** The tiles of a host in the manual's order. Renders again with every heartbeat of any of them. */
export function useTiles(hostId: string | null): readonly TileView[] {
  return mirrors.tiles(useShallow((state) => tilesOf(state.entities, hostId)));
}

/** A value drawn from a host's tiles; renders again only when an element of the result changed. */
export function useFromTiles<T>(hostId: string | null, draw: (tiles: readonly TileView[]) => T[]): T[] {
  return mirrors.tiles(useShallow((state) => draw(tilesOf(state.entities, hostId))));
}

function tilesOf(entities: Readonly<Record<string, TileView>>, hostId: string | null): TileView[] {
  return Object.values(entities).filter((tile) => tile.hostId === hostId);
}

export function tilesOfHost(hostId: string | null): TileView[] {
  return tilesOf(mirrors.tiles.getState().entities, hostId);
}
