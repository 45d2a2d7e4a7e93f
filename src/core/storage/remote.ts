/**
 * Repositories are plain synchronous objects that live beside the database in the state worker. The rest of core
 * sees them through this type: the same methods, each returning a promise. Arguments and results cross by
 * structured clone, so they are data only.
 */
export type Remote<T> = {
  readonly [F in keyof T]: {
    readonly [M in keyof T[F]]: T[F][M] extends (...args: infer A) => infer R
      ? (...args: A) => Promise<Awaited<R>>
      : never;
  };
};
