/**
 * An id made of a name: small letters, digits and single dashes, at most 64 characters, never empty.
 * `Server RT 04` → `server-rt-04`.
 */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64)
    .replace(/-+$/, '');
  // Words that an id must not be, and names without one letter that an id may hold.
  return slug === '' || slug === 'constructor' || slug === 'prototype' ? 'host' : slug;
}
