export function SettingsScreen(_props: { readonly [key: string]: unknown }) {
  return null;
}
