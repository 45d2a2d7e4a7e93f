import { z } from 'zod';
import { RondaError } from '../../shared/errors.ts';
import { hideSecrets } from '../alerts/hide-secrets.ts';
import { postJson } from '../alerts/post-json.ts';
import type { CheckResult } from './evaluate-health.ts';
import { sanitizeText } from './sanitize-text.ts';

/** The bot's way in, as the alerts have it. */
export interface BotAccess {
  readonly apiBase: string;
  /** Null: none was given. */
  readonly token: () => Promise<string | 'locked' | null>;
}

const Answer = z.object({
  ok: z.boolean(),
  description: z.string().nullish(),
  result: z.object({ username: z.string().nullish() }).nullish(),
});

/**
 * Asks Telegram who the bot is (Bot API, `getMe`), from this computer. Telegram's own channel may be what is broken, so
 * whoever hears of it must hear by another one.
 * @throws RondaError `health.bot-locked`, `health.bot-no-token`: nothing can be seen then. The token is in no text.
 */
export async function probeTelegramBot(
  { apiBase, token }: BotAccess,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<CheckResult> {
  const secret = await token();
  if (secret === 'locked') throw new RondaError('health.bot-locked');
  if (secret === null) throw new RondaError('health.bot-no-token');
  const started = performance.now();
  const result = await postJson({
    url: new URL(`${apiBase}/bot${secret}/getMe`),
    body: '{}',
    timeoutMs,
    signal,
  });
  const latencyMs = Math.round((performance.now() - started) * 10) / 10;
  const plain = (text: string): string => sanitizeText(hideSecrets(text, [secret]), 200);
  const failed = (error: RondaError): CheckResult => ({
    outcome: 'fail',
    latencyMs,
    message: error.message,
    cause: error.toShape(),
  });
  if (result.kind === 'unanswered')
    return failed(new RondaError('health.bot-unreachable', { detail: plain(result.reason) }));
  const answer = parse(result.body);
  if (result.status === 401 || result.status === 404)
    return failed(new RondaError('health.bot-refused', { status: result.status }));
  if (result.status !== 200 || answer?.ok !== true) {
    const detail = `HTTP ${result.status} ${plain(answer?.description ?? '')}`.trim();
    return failed(new RondaError('health.bot-unreachable', { detail }));
  }
  const name = plain(answer.result?.username ?? '');
  return { outcome: 'ok', latencyMs, message: name === '' ? 'getMe' : `@${name}` };
}

function parse(body: string): z.infer<typeof Answer> | null {
  try {
    return Answer.parse(JSON.parse(body));
  } catch {
    // A proxy's page: its status decides alone.
    return null;
  }
}
