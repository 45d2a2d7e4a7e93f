/** A key as it is printed on the keyboard. */
export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <kbd className="rounded border border-line-strong bg-sunken px-1 py-px font-mono text-2xs text-muted">
      {keys}
    </kbd>
  );
}
