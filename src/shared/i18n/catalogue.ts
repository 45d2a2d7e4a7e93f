/**
 * The shape that another language must have: the same keys as English, all of them, and no others. Only a
 * singular (`…_one`) may be left out, since Indonesian has no plural forms.
 */
export type Catalogue<T> = {
  [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string ? string : Catalogue<T[K]>;
} & { [K in keyof T as K extends `${string}_one` ? K : never]?: string };
