import { useState } from 'react';
import { useText } from '../../../app/i18n.ts';
import { useQuery } from '../../../bridge/use-query.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Field, Select, TextArea } from '../../../ui/field.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';

/** A page of text is all that one looks at; what is longer is shown from its beginning. */
const shownCharacters = 100_000;

/** The files of a commit, one of them as it was. */
export function CommitDialog({
  hostId,
  commit,
  onClose,
}: {
  readonly hostId: string;
  readonly commit: string;
  readonly onClose: () => void;
}) {
  const t = useText();
  const [chosen, setChosen] = useState<string | null>(null);
  const list = useQuery('data.show', { hostId, commit });
  const paths = list.data?.paths ?? [];
  const path = chosen ?? paths[0] ?? null;
  const file = useQuery('data.show', path === null ? null : { hostId, commit, path });
  const text = file.data?.text ?? null;
  const error = list.error ?? file.error;
  return (
    <Dialog open size="lg" onClose={onClose} title={t('data.dialogTitle', { commit: commit.slice(0, 12) })}>
      <div className="flex flex-col gap-3">
        {error && <ErrorPanel error={error} />}
        {list.data && paths.length === 0 && <p className="text-muted">{t('data.noFiles')}</p>}
        {path !== null && (
          <Field label={t('data.file')}>
            {(ids) => (
              <Select {...ids} value={path} onChange={(event) => setChosen(event.target.value)}>
                {paths.map((each) => (
                  <option key={each} value={each}>
                    {each}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
        {(list.loading || file.loading) && text === null && !error && <SkeletonRows rows={6} />}
        {text !== null && (
          <TextArea
            readOnly
            rows={18}
            aria-label={path ?? ''}
            value={text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text}
            className="font-mono text-xs"
          />
        )}
      </div>
    </Dialog>
  );
}
