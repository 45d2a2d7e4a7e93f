import type { ConfigurationHistory } from '../../../../shared/domain/configuration.ts';
import { useText } from '../../../app/i18n.ts';
import { type FieldIds, Select } from '../../../ui/field.tsx';
import { useFormat } from '../../../ui/format.ts';

/** Chooses a snapshot of a file, the newest first. */
export function SnapshotOfFile({
  snapshots,
  value,
  onChange,
  ...ids
}: FieldIds & {
  readonly snapshots: ConfigurationHistory['snapshots'];
  readonly value: number;
  readonly onChange: (snapshot: number) => void;
}) {
  const t = useText();
  const format = useFormat();
  return (
    <Select {...ids} value={value} onChange={(event) => onChange(Number(event.target.value))}>
      {snapshots.toReversed().map(({ snapshot, at, bytes, isThere }) => (
        <option key={snapshot} value={snapshot}>
          {t('configuration.snapshotOf', {
            snapshot,
            at: format.dateTime(at),
            size: isThere ? format.bytes(bytes) : t('configuration.absent'),
          })}
        </option>
      ))}
    </Select>
  );
}
