import type { HostView } from '../../shared/domain/host.ts';
import { RondaError } from '../../shared/errors.ts';
import { plainText } from '../output/plain-text.ts';
import type { Session } from '../session.ts';

/** After connecting, the containers appear as soon as the engine has listed them. */
const waitMs = 10_000;

/**
 * The containers of a service, all replicas.
 * @throws RondaError `cli.no-container` when none was seen in time
 */
export async function findContainers(
  session: Session,
  host: HostView,
  serviceId: string,
): Promise<{ id: string; name: string }[]> {
  const { state } = await session.console();
  const { signal } = session.io;
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      // The first look happens inside subscribe, before it has returned anything to call.
      queueMicrotask(() => unsubscribe());
      settle();
    };
    const look = (): void => {
      const containers = state.get('tiles', `${host.id}/${serviceId}`)?.containers ?? [];
      if (containers.length > 0) finish(() => resolve(containers.map(({ id, name }) => ({ id, name }))));
    };
    const cancel = (): void => finish(() => reject(new RondaError('common.cancelled')));
    const expire = (): void => {
      const error = new RondaError('cli.no-container', { service: serviceId, host: plainText(host.name) });
      finish(() => reject(error));
    };
    const timer = setTimeout(expire, waitMs);
    signal.addEventListener('abort', cancel);
    const unsubscribe = state.subscribe(look);
  });
}
