import type { AppStatus } from '../../shared/domain/settings.ts';
import { type RondaError, toErrorShape } from '../../shared/errors.ts';
import type { StatePublisher } from '../state/published-state.ts';

type Notice = AppStatus['notices'][number];

export interface AppStatusBoard {
  update(change: Partial<Omit<AppStatus, 'notices'>>): void;
  /** A problem of the whole program, shown until dismissed. The same code and values show once. */
  notice(level: Notice['level'], error: RondaError | Error): void;
  dismiss(id: string): void;
  /** What such a notice said is over. */
  withdraw(error: RondaError | Error): void;
}

/** Keeps the `app` slice: what the program itself has to say, apart from any host. */
export function createAppStatusBoard(
  state: StatePublisher,
  initial: Omit<AppStatus, 'notices'>,
): AppStatusBoard {
  let status: AppStatus = { ...initial, notices: [] };
  const publish = (next: AppStatus): void => {
    status = next;
    state.set('app', 'app', status);
  };
  publish(status);
  return {
    update: (change) => publish({ ...status, ...change }),
    notice(level, error) {
      const shape = toErrorShape(error);
      const id = idOf(error);
      if (status.notices.some((notice) => notice.id === id)) return;
      publish({ ...status, notices: [...status.notices, { ...shape, id, level }] });
    },
    withdraw: (error) => {
      const id = idOf(error);
      if (status.notices.some((notice) => notice.id === id))
        publish({ ...status, notices: status.notices.filter((notice) => notice.id !== id) });
    },
    dismiss: (id) => publish({ ...status, notices: status.notices.filter((notice) => notice.id !== id) }),
  };
}

function idOf(error: RondaError | Error): string {
  const { code, params } = toErrorShape(error);
  return `${code} ${JSON.stringify(params)}`;
}
