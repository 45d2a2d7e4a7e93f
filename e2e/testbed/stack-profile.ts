import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';
import type { PortName } from './stack.ts';

const builtIn = fileURLToPath(new URL('../../resources/profiles/prisma-rt04.yaml', import.meta.url));

/**
 * The RT 04 profile as YAML, for a stack that listens on other ports, or for a test that cannot wait a minute for
 * the next check.
 */
export async function profileForStack(options: {
  readonly ports: Readonly<Record<PortName, number>>;
  /** Such as `2s`; absent: the intervals of the manual. */
  readonly every?: string;
  readonly retryAfter?: string;
}): Promise<string> {
  const document = parseDocument(await readFile(builtIn, 'utf8'));
  const services = document.get('services') as YAMLSeq<YAMLMap>;
  // The sample stack runs no bot, and a machine for tests has no token of one.
  services.items = services.items.filter((service) => service.get('id') !== 'telegram-bot');
  for (const service of services.items) {
    const port = options.ports[service.get('id') as PortName];
    service.set('port', port);
    for (const check of (service.get('checks') as YAMLSeq<YAMLMap>).items) {
      const url = check.get('url');
      if (typeof url === 'string') {
        const target = new URL(url);
        target.port = String(port);
        check.set('url', target.href);
      }
      if (check.has('port')) check.set('port', port);
      if (options.every) check.set('every', options.every);
      if (options.retryAfter) check.set('retryAfter', options.retryAfter);
    }
  }
  return document.toString();
}
