/** One number with its name, in a `dl`. */
export function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt className="text-2xs text-faint">{name}</dt>
      <dd className="text-lg leading-6 font-semibold">{value}</dd>
    </div>
  );
}
