import type { Database } from 'better-sqlite3';
import { type AlertRepository, createAlertRepository } from '../alert-repository.ts';
import type { Alerts } from '../outbox-sender.ts';

/** The repository as the state worker offers it: the same methods, later. */
export function alertsOn(db: Database): Alerts {
  const repository: AlertRepository = createAlertRepository(db);
  return new Proxy({} as Alerts, {
    get:
      (_target, method: keyof AlertRepository) =>
      async (...args: unknown[]): Promise<unknown> => {
        // The worker's messages are copies: what is no plain data fails here as it would there.
        const call: (...args: never[]) => unknown = repository[method];
        return structuredClone(Reflect.apply(call, repository, structuredClone(args)));
      },
  });
}
