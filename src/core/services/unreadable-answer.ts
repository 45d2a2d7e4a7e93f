import { RondaError } from '../../shared/errors.ts';
import { dockerDetail } from '../hosts/docker/docker-error.ts';

/** An answer that is not what the Docker API promises: a proxy, half a body, a daemon that lies. */
export function unreadableAnswer(error: unknown): RondaError {
  if (error instanceof RondaError) return error;
  return new RondaError('services.unreadable', { detail: dockerDetail(error) }, { cause: error });
}
