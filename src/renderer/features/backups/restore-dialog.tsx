export function RestoreDialog(_props: { readonly [key: string]: unknown }) {
  return null;
}
