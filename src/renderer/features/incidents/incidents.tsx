export function Incidents(_props: { readonly [key: string]: unknown }) {
  return null;
}
