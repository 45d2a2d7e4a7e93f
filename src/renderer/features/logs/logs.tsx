export function Logs(_props: { readonly [key: string]: unknown }) {
  return null;
}
