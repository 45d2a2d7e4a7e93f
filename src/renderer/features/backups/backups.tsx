export function Backups(_props: { readonly [key: string]: unknown }) {
  return null;
}
