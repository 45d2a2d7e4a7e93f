export function Palette(_props: { readonly [key: string]: unknown }) {
  return null;
}
