import { useText } from '../app/i18n.ts';
import { classes } from './classes.ts';

/** Holds the place of what is still loading, in its size, so that nothing jumps when it arrives. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <div aria-hidden className={classes('breathe rounded-md bg-line/60', className)} />;
}

export function SkeletonRows({ rows = 4 }: { readonly rows?: number }) {
  const t = useText();
  return (
    <div role="status" aria-label={t('common.loading')} className="flex flex-col gap-2">
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity but their place.
        <Skeleton key={index} className="h-9" />
      ))}
    </div>
  );
}
