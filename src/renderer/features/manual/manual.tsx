export function Manual(_props: { readonly [key: string]: unknown }) {
  return null;
}
