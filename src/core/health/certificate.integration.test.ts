import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { createAuthority } from '../../../e2e/testbed/tls-certificates.ts';
import { dialFromLaptop } from './dial-from-laptop.ts';
import { probeHttp } from './probe-http.ts';

test('a certificate that ends soon is degraded with its days, one that ends late is seen and fine', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'ronda-tls-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const authority = await createAuthority(join(dir, 'ca'));
  const { dir: issued } = await authority.issue(join(dir, 'server'), {
    use: 'serverAuth',
    names: 'IP:127.0.0.1',
  });
  const read = (name: string): string => readFileSync(join(issued, name), 'utf8');
  const before = getCACertificates('default');
  setDefaultCACertificates([...before, read('ca.pem')]);
  onTestFinished(() => setDefaultCACertificates(before));
  const server = createServer({ key: read('key.pem'), cert: read('cert.pem') }, (_request, response) =>
    response.end('{"status":"healthy"}'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/health`;
  const probe = (certificateDays: number) =>
    probeHttp(
      { url, status: [200], json: [], redirects: 0, timeoutMs: 10_000, certificateDays },
      dialFromLaptop,
      new AbortController().signal,
    );
  // It was made to hold for two days.
  const soon = await probe(14);
  expect(soon).toMatchObject({
    outcome: 'degraded',
    cause: { code: 'health.certificate-ends', params: { days: 1 } },
  });
  const fine = await probe(1);
  expect(fine.outcome).toBe('ok');
  expect((fine.certificateUntil ?? 0) - Date.now()).toBeGreaterThan(86_400_000);
});
