import type { z } from 'zod';
import { isServerFilePath, type KeptFile, type ServiceSpec } from '../../../shared/domain/profile.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { HostConnection } from '../../hosts/host-connection.ts';

export interface NamedFile extends Pick<z.infer<typeof KeptFile>, 'before' | 'after'> {
  readonly path: string;
}

/** Constant: no path of a manual ever comes near a shell. */
const askHome = ['sh', '-c', 'printf %s "$HOME"'] as const;

/** The home folder of the connection's user on the server; null where it does not say one. */
async function homeOf(
  connection: HostConnection,
  userHome: string,
  signal: AbortSignal,
): Promise<string | null> {
  const { methods, exec } = connection;
  if (methods.exec === 'none') return null;
  const ask = async (): Promise<string> => {
    try {
      return (await exec(askHome, { signal, maxOutputBytes: 4096 })).stdout.toString('utf8');
    } catch {
      signal.throwIfAborted();
      return '';
    }
  };
  const home = methods.exec === 'child-process' ? userHome : await ask();
  const bare = home.replace(/\/+$/, '');
  return isServerFilePath(bare) && bare.startsWith('/') ? bare : null;
}

/**
 * The files that the manual names, by their whole paths.
 * @param userHome the home folder on this computer
 */
export async function namedFiles(
  connection: HostConnection,
  services: readonly ServiceSpec[],
  userHome: string,
  signal: AbortSignal,
): Promise<{
  readonly files: NamedFile[];
  readonly leftOut: { readonly what: string; readonly why: RondaError }[];
}> {
  const named = services.flatMap(({ files = [] }) => files);
  const inHome = named.filter(({ path }) => path.startsWith('~/'));
  const home = inHome.length === 0 ? null : await homeOf(connection, userHome, signal);
  return {
    files: named.flatMap((file) => {
      if (!file.path.startsWith('~/')) return [file];
      return home === null ? [] : [{ ...file, path: home + file.path.slice(1) }];
    }),
    leftOut:
      home === null
        ? inHome.map(({ path }) => ({ what: path, why: new RondaError('config.no-home', { path }) }))
        : [],
  };
}
