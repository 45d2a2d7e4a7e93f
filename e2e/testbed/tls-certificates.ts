import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface CertificateFolder {
  /** Holds `ca.pem`, `cert.pem`, `key.pem`, as docker lays them out. */
  readonly dir: string;
}

/** An authority of its own, and the certificates it signs, made with openssl. */
export interface CertificateAuthority {
  /** @param expired the certificate ended yesterday */
  issue(
    dir: string,
    options: {
      readonly use: 'serverAuth' | 'clientAuth';
      readonly names?: string;
      readonly expired?: boolean;
    },
  ): Promise<CertificateFolder>;
}

export async function createAuthority(dir: string): Promise<CertificateAuthority> {
  await mkdir(dir, { recursive: true });
  const [ca, caKey] = [join(dir, 'ca.pem'), join(dir, 'ca-key.pem')];
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  await run('openssl', [
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    caKey,
    '-out',
    ca,
    '-days',
    '2',
    '-subj',
    '/CN=RT 04',
  ]);
  return {
    async issue(to, { use, names, expired = false }) {
      await mkdir(to, { recursive: true });
      const [key, request, extensions] = [join(to, 'key.pem'), join(to, 'request'), join(to, 'extensions')];
      await run('openssl', ['req', ...newKey, '-keyout', key, '-out', request, '-subj', `/CN=${use}`]);
      const lines = [`extendedKeyUsage=${use}`, ...(names === undefined ? [] : [`subjectAltName=${names}`])];
      await writeFile(extensions, `${lines.join('\n')}\n`);
      await run('openssl', [
        ...['x509', '-req', '-in', request, '-CA', ca, '-CAkey', caKey, '-CAcreateserial'],
        ...['-extfile', extensions, '-out', join(to, 'cert.pem'), '-days', expired ? '-1' : '2'],
      ]);
      await run('cp', [ca, join(to, 'ca.pem')]);
      return { dir: to };
    },
  };
}
