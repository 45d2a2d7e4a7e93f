import { useShallow } from 'zustand/react/shallow';
import { useText } from '../../app/i18n.ts';
import { type DatabaseKey, databaseKey } from '../../stores/backups.ts';
import { useHosts } from '../../stores/hosts.ts';
import { mirrors } from '../../stores/mirrors.ts';
import { Field, Select } from '../../ui/field.tsx';

interface Target extends DatabaseKey {
  readonly serviceName: string;
  readonly file: string;
}

/** Where a restore goes: its own database, or any other that the manuals of connected servers name. */
export function RestoreTarget({
  own,
  target,
  onChange,
}: {
  readonly own: DatabaseKey;
  readonly target: DatabaseKey;
  readonly onChange: (target: DatabaseKey) => void;
}) {
  const t = useText();
  const hosts = useHosts();
  const keys = mirrors.tiles(
    useShallow((state) =>
      Object.values(state.entities).flatMap((tile) =>
        tile.databases.map(({ id }) => `${tile.hostId}/${tile.serviceId}/${id}`),
      ),
    ),
  );
  const tiles = mirrors.tiles.getState().entities;
  const targets = keys.flatMap((key): Target[] => {
    const [hostId = '', serviceId = '', databaseId = ''] = key.split('/');
    const tile = tiles[`${hostId}/${serviceId}`];
    const database = tile?.databases.find(({ id }) => id === databaseId);
    if (!tile || !database) return [];
    return [{ hostId, serviceId, databaseId, serviceName: tile.name, file: fileOf(database.path) }];
  });
  const isReachable = (hostId: string): boolean =>
    hosts.some(({ id, connection }) => id === hostId && connection.state === 'connected');
  const others = targets.filter((each) => databaseKey(each) !== databaseKey(own) && isReachable(each.hostId));
  if (others.length === 0) return null;
  const nameOf = ({ hostId, serviceName, file }: Target): string =>
    `${hosts.find(({ id }) => id === hostId)?.name ?? hostId} · ${serviceName} · ${file}`;
  return (
    <Field label={t('backups.wizard.target')} help={t('backups.wizard.targetHelp')}>
      {(ids) => (
        <Select
          {...ids}
          value={databaseKey(target)}
          onChange={(event) => {
            const chosen = [own, ...others].find((each) => databaseKey(each) === event.target.value);
            if (chosen) {
              const { hostId, serviceId, databaseId } = chosen;
              onChange({ hostId, serviceId, databaseId });
            }
          }}
        >
          <option value={databaseKey(own)}>{t('backups.wizard.ownTarget')}</option>
          {others.map((each) => (
            <option key={databaseKey(each)} value={databaseKey(each)}>
              {nameOf(each)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

const fileOf = (path: string): string => path.split('/').at(-1) ?? path;
