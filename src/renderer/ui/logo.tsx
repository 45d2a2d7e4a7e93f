/**
 * The mark: a kentongan, the slit wooden drum of the night watch, hung like a lantern, its slit alight.
 */
export function Logo({ className }: { readonly className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" className={className} fill="none">
      <path d="M16 2.5v3.2" stroke="var(--accent)" strokeWidth="2" strokeLinecap="round" />
      <path
        d="M11 7.6c0-1.2 2.2-2 5-2s5 .8 5 2"
        stroke="var(--accent)"
        strokeWidth="2"
        strokeLinecap="round"
      />
      <path
        d="M9.2 10.4c2-1 4.300-1.400 6.800-1.400s4.800.4 6.800 1.400c1 4.300 1 8.900 0 13.200-2 1-4.300 1.400-6.800 1.400s-4.800-.4-6.800-1.400c-1-4.300-1-8.900 0-13.200Z"
        fill="var(--accent)"
        fillOpacity="0.16"
        stroke="var(--accent)"
        strokeWidth="2"
        strokeLinejoin="round"
      />
      <path d="M16 13v8.500" stroke="var(--accent)" strokeWidth="3" strokeLinecap="round" />
      <path d="M16 25.500v2.200" stroke="var(--accent)" strokeWidth="2" strokeLinecap="round" />
      <circle cx="16" cy="29.200" r="1.300" fill="var(--accent)" />
    </svg>
  );
}
