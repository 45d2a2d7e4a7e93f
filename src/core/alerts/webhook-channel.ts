import { isIP } from 'node:net';
import type { AlertConfig } from '../../shared/domain/alerts.ts';
import { RondaError } from '../../shared/errors.ts';
import { linesOf, type Outgoing } from './alert-content.ts';
import type { Channel, Delivery } from './channel.ts';
import { hideSecrets } from './hide-secrets.ts';
import { type PostResult, postJson } from './post-json.ts';
import { retryAfterMs } from './retry-after.ts';

export interface WebhookPorts {
  readonly url: () => Promise<string | null | 'locked'>;
  /** The value of the secret header; null for none. */
  readonly secret: () => Promise<string | null>;
  readonly config: () => Promise<AlertConfig['webhook']>;
  readonly now: () => number;
  readonly timeoutMs: number;
}

/**
 * An address that a webhook may have: https, or plain http inside the admin's own network, where no certificate can be
 * had. @throws RondaError `alerts.webhook-address`
 */
export function parseWebhookAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const allowed = url?.protocol === 'https:' || (url?.protocol === 'http:' && isOwnNetwork(url.hostname));
  if (!url || !allowed) throw new RondaError('alerts.webhook-address');
  return url;
}

function isOwnNetwork(hostname: string): boolean {
  const name = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (isIP(name) === 6) return name === '::1' || /^f[cd]|^fe[89ab]/.test(name);
  if (isIP(name) === 4) return /^(127|10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\./.test(name);
  return name === 'localhost' || !name.includes('.') || /\.(local|lan|internal|home\.arpa)$/.test(name);
}

/** One JSON document a message, for whatever the admin has: n8n, ntfy, a script of their own. */
export function createWebhookChannel(ports: WebhookPorts): Channel {
  return {
    async deliver(message, signal) {
      const address = await ports.url();
      if (address === 'locked') return { kind: 'unready', why: 'locked' };
      if (address === null) return { kind: 'unready', why: 'incomplete' };
      const { secretHeader } = await ports.config();
      const secret = secretHeader === '' ? null : await ports.secret();
      const url = new URL(address);
      const result = await postJson({
        url,
        body: JSON.stringify(webhookDocument(message)),
        headers: {
          'idempotency-key': message.id,
          ...(secret === null ? {} : { [secretHeader.toLowerCase()]: secret }),
        },
        timeoutMs: ports.timeoutMs,
        signal,
      });
      const secrets = [secret ?? '', address, `${url.pathname}${url.search}`.replace(/^\/$/, '')];
      return judge(result, secrets, ports.now());
    },
  };
}

/** What a receiver gets: its fields are a promise to other people's programs, so they only ever grow. */
export function webhookDocument(message: Outgoing): Record<string, unknown> {
  const { content, id, unsure } = message;
  return {
    version: 1,
    id,
    kind: content.kind,
    severity: content.severity,
    title: content.title,
    text: [content.title, ...linesOf(message)].join('\n'),
    at: new Date(content.at).toISOString(),
    host: content.host,
    incidents: content.incidents,
    possiblyRepeated: unsure,
  };
}

function judge(result: PostResult, secrets: readonly string[], now: number): Delivery {
  if (result.kind === 'unanswered') {
    const code = result.left ? 'alerts.unanswered' : 'alerts.unreachable';
    return {
      kind: 'retry',
      error: new RondaError(code, { reason: hideSecrets(result.reason, secrets) }),
      unsure: result.left,
    };
  }
  const { status } = result;
  // The status line decides: an answer that breaks off behind it is an answer.
  if (status >= 200 && status < 300) return { kind: 'sent' };
  const reason = hideSecrets(result.body.slice(0, 200), secrets) || '-';
  const afterMs = retryAfterMs(result.headers['retry-after'], now);
  if (status === 429) {
    const wait = afterMs ?? 30_000;
    const error = new RondaError('alerts.busy', { seconds: Math.ceil(wait / 1000) });
    return { kind: 'retry', error, afterMs: wait, unsure: false };
  }
  if (status === 408 || status === 425 || status >= 500) {
    const error = new RondaError('alerts.receiver-down', { status, reason });
    return { kind: 'retry', error, unsure: false, ...(afterMs === undefined ? {} : { afterMs }) };
  }
  // Redirects are not followed: the secret would go where nobody has said that it may.
  if (status < 400 || [401, 403, 404, 405, 410].includes(status)) {
    return { kind: 'stop', error: new RondaError('alerts.webhook-refused', { status, reason }) };
  }
  return { kind: 'failed', error: new RondaError('alerts.refused', { status, reason }) };
}
