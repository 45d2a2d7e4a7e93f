export function OpenIncidentDialog(_props: { readonly [key: string]: unknown }) {
  return null;
}
