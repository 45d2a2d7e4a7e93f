import { RondaError } from '../../shared/errors.ts';
import type { TaskOfHost } from './crontab.ts';

const homePattern = /^\/[A-Za-z0-9_.@+/-]{0,200}$/;

/**
 * Where a task of a host lies in its user's home on the server.
 * @throws RondaError `server-task.home-unusable` for a path that a crontab or a shell could read as more than a path
 */
export function taskFolder(home: string, { task, hostId }: TaskOfHost): string {
  if (!homePattern.test(home) || home.split('/').includes('..'))
    throw new RondaError('server-task.home-unusable', { home: JSON.stringify(home).slice(0, 200) });
  return `${home === '/' ? '' : home.replace(/\/+$/, '')}/.${task}/${hostId}`;
}
