import type { EnvironmentHistory } from '../../../../shared/domain/environment.ts';
import { useText } from '../../../app/i18n.ts';
import { type FieldIds, Select } from '../../../ui/field.tsx';
import { useFormat } from '../../../ui/format.ts';

/** Chooses a snapshot of a history, the newest first. */
export function SnapshotSelect({
  history,
  value,
  onChange,
  ...ids
}: FieldIds & {
  readonly history: EnvironmentHistory;
  readonly value: number;
  readonly onChange: (snapshot: number) => void;
}) {
  const t = useText();
  const format = useFormat();
  return (
    <Select {...ids} value={value} onChange={(event) => onChange(Number(event.target.value))}>
      {history.snapshots.toReversed().map(({ snapshot, at, keys, isThere }) => (
        <option key={snapshot} value={snapshot}>
          {isThere
            ? t('environment.snapshotOf', { snapshot, at: format.dateTime(at), count: keys })
            : t('environment.snapshotGone', { snapshot, at: format.dateTime(at) })}
        </option>
      ))}
    </Select>
  );
}
