import { type ClassValue, clsx } from 'clsx';
import { twMerge } from 'tailwind-merge';

/** Joins class names; a later utility of the same property wins, so a part's look can be adjusted from outside. */
export function classes(...values: ClassValue[]): string {
  return twMerge(clsx(values));
}
