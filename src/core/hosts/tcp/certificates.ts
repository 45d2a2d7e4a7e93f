import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RondaError } from '../../../shared/errors.ts';
import { plainDetail, systemCode } from '../../platform/plain-detail.ts';

export interface Certificates {
  /** Who signs the server's certificate; absent: the authorities this computer knows. */
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

/**
 * What docker's own folders hold (`DOCKER_CERT_PATH`, the `tls` folder of a context): `ca.pem`, `cert.pem`, `key.pem`.
 * Read at each connect, so that a renewed one counts, and kept nowhere.
 * @throws RondaError `hosts.docker-certificates` when the folder holds none, half a pair, or what cannot be read
 */
export async function readCertificates(folder: string): Promise<Certificates> {
  const [ca, cert, key] = await Promise.all([
    readOne(folder, 'ca.pem'),
    readOne(folder, 'cert.pem'),
    readOne(folder, 'key.pem'),
  ]);
  const half = (cert === null) !== (key === null);
  if (half || (ca === null && cert === null)) {
    const missing = half ? (cert === null ? 'cert.pem' : 'key.pem') : 'ca.pem, cert.pem, key.pem';
    throw new RondaError('hosts.docker-certificates', { folder, detail: `${missing}: not found` });
  }
  return { ...(ca ? { ca } : {}), ...(cert ? { cert } : {}), ...(key ? { key } : {}) };
}

async function readOne(folder: string, name: string): Promise<Buffer | null> {
  try {
    return await readFile(join(folder, name));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw new RondaError(
      'hosts.docker-certificates',
      { folder, detail: `${name}: ${plainDetail(error)}` },
      { cause: error },
    );
  }
}
