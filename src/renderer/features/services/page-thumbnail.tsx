import type { CheckView } from '../../../shared/domain/health.ts';
import { useText } from '../../app/i18n.ts';
import { useQuery } from '../../bridge/use-query.ts';
import { classes } from '../../ui/classes.ts';

/** What a browser saw of a site last, small; nothing where no browser looks. */
export function PageThumbnail({
  hostId,
  serviceId,
  check,
  className,
}: {
  readonly hostId: string;
  readonly serviceId: string;
  readonly check: CheckView;
  readonly className?: string;
}) {
  const t = useText();
  const input = check.thumbnailAt === null ? null : { hostId, serviceId, checkId: check.id };
  const { data } = useQuery('health.thumbnail', input, check.thumbnailAt);
  if (!data?.dataUrl) return null;
  return (
    <img
      src={data.dataUrl}
      alt={t('services.thumbnail')}
      className={classes('rounded-md border border-line object-cover object-top', className)}
    />
  );
}
