import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { SliceEntity, SliceName } from '../../shared/state.ts';

export interface Mirror<S extends SliceName> {
  readonly entities: Readonly<Record<string, SliceEntity<S>>>;
}
export type MirrorStore<S extends SliceName> = UseBoundStore<StoreApi<Mirror<S>>>;
export type Mirrors = { readonly [S in SliceName]: MirrorStore<S> };

function createMirror<S extends SliceName>(): MirrorStore<S> {
  return create<Mirror<S>>(() => ({ entities: {} }));
}

/** Copies of what core published. Written by the subscription alone; views only read them. */
export const mirrors: Mirrors = {
  app: createMirror<'app'>(),
  settings: createMirror<'settings'>(),
  hosts: createMirror<'hosts'>(),
  prompts: createMirror<'prompts'>(),
  profiles: createMirror<'profiles'>(),
  tiles: createMirror<'tiles'>(),
  jobs: createMirror<'jobs'>(),
  backups: createMirror<'backups'>(),
  backupPlans: createMirror<'backupPlans'>(),
  secondCopy: createMirror<'secondCopy'>(),
  incidents: createMirror<'incidents'>(),
  alerts: createMirror<'alerts'>(),
  silences: createMirror<'silences'>(),
};
