export function Services(_props: { readonly [key: string]: unknown }) {
  return null;
}
