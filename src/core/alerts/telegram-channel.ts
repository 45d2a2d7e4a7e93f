import { z } from 'zod';
import type { AlertConfig } from '../../shared/domain/alerts.ts';
import { RondaError } from '../../shared/errors.ts';
import type { Channel, Delivery } from './channel.ts';
import { hideSecrets } from './hide-secrets.ts';
import { type PostResult, postJson } from './post-json.ts';
import { retryAfterMs } from './retry-after.ts';
import { telegramText } from './telegram-text.ts';

/** https://core.telegram.org/bots/api#making-requests, as far as it is used. */
const Answer = z.object({
  ok: z.boolean(),
  description: z.string().optional().catch(undefined),
  parameters: z
    .object({
      retry_after: z.number().optional().catch(undefined),
      migrate_to_chat_id: z.number().int().optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});

interface Told {
  readonly status: number;
  readonly ok: boolean;
  readonly reason: string;
  readonly retryAfter: unknown;
  readonly newChatId: string | null;
}

export interface TelegramPorts {
  /** `https://api.telegram.org`, or what stands in for it. */
  readonly apiBase: string;
  readonly token: () => Promise<string | null | 'locked'>;
  readonly config: () => Promise<AlertConfig['telegram']>;
  /** A group became a supergroup: its new number has to be kept before anything is sent to it. */
  readonly onMigrated: (chatId: string) => Promise<void>;
  readonly now: () => number;
  readonly timeoutMs: number;
}

/** A bot's way into one chat. What Telegram answers decides what becomes of the message; the token is never repeated. */
export function createTelegramChannel(ports: TelegramPorts): Channel {
  return {
    async deliver(message, signal) {
      const token = await ports.token();
      if (token === 'locked') return { kind: 'unready', why: 'locked' };
      const { chatId, topicId } = await ports.config();
      if (token === null || chatId === '') return { kind: 'unready', why: 'incomplete' };
      const url = new URL(`${ports.apiBase}/bot${token}/sendMessage`);
      const { html, plain } = telegramText(message);
      let target = { chat_id: chatId, ...(topicId === null ? {} : { message_thread_id: topicId }) };
      let format: { text: string; parse_mode?: 'HTML' } = { text: html, parse_mode: 'HTML' };
      let warning: RondaError | undefined;
      // Each correction is made at most once, so that no answer of theirs keeps us here.
      for (let corrections = 0; ; corrections++) {
        const body = { ...target, ...format, link_preview_options: { is_disabled: true } };
        const result = await postJson({
          url,
          body: JSON.stringify(body),
          timeoutMs: ports.timeoutMs,
          signal,
        });
        if (result.kind === 'unanswered') return unanswered(result, token);
        const told = read(result, token);
        if (told.ok) return warning ? { kind: 'sent', warning } : { kind: 'sent' };
        if (corrections < 3 && told.status === 400) {
          if (told.newChatId !== null && told.newChatId !== target.chat_id) {
            await ports.onMigrated(told.newChatId);
            // Topics have other numbers in the new group.
            target = { chat_id: told.newChatId };
            continue;
          }
          if (/can't parse entities/i.test(told.reason) && format.parse_mode) {
            format = { text: plain };
            continue;
          }
          if (
            /message thread not found|TOPIC_(CLOSED|DELETED)/i.test(told.reason) &&
            'message_thread_id' in target
          ) {
            target = { chat_id: target.chat_id };
            warning = new RondaError('alerts.telegram-topic');
            continue;
          }
        }
        return judge(told, ports.now());
      }
    },
  };
}

function unanswered(result: PostResult & { kind: 'unanswered' }, token: string): Delivery {
  const reason = hideSecrets(result.reason, [token]);
  const code = result.left ? 'alerts.unanswered' : 'alerts.unreachable';
  return { kind: 'retry', error: new RondaError(code, { reason }), unsure: result.left };
}

function read(result: PostResult & { kind: 'answered' }, token: string): Told {
  const answer = parse(result.body);
  const isJson = /^application\/json\b/i.test(result.headers['content-type'] ?? '');
  return {
    status: result.status,
    // Telegram says 200 only of what it has taken: an answer cut off behind its head is a yes all the same.
    ok: result.status === 200 && (answer?.ok ?? (!result.complete && isJson)),
    reason: hideSecrets(answer?.description ?? (result.status === 200 ? 'not an answer of Telegram' : '-'), [
      token,
    ]),
    retryAfter: answer?.parameters?.retry_after ?? result.headers['retry-after'],
    newChatId: answer?.parameters?.migrate_to_chat_id?.toString() ?? null,
  };
}

function parse(body: string): z.infer<typeof Answer> | null {
  try {
    return Answer.parse(JSON.parse(body));
  } catch {
    // A proxy's page, or half an answer: its status decides alone.
    return null;
  }
}

function judge({ status, reason, retryAfter }: Told, now: number): Delivery {
  const stop = (
    code: 'alerts.telegram-token' | 'alerts.telegram-forbidden' | 'alerts.telegram-chat',
  ): Delivery => ({
    kind: 'stop',
    error: new RondaError(code, { status, reason }),
  });
  // An unknown token is "Unauthorized", one that has not even the form of a token "Not Found".
  if (status === 401 || status === 404) return stop('alerts.telegram-token');
  if (status === 403) return stop('alerts.telegram-forbidden');
  if (status === 400 && /chat not found|chat_id is empty|PEER_ID_INVALID/i.test(reason)) {
    return stop('alerts.telegram-chat');
  }
  if (status === 429) {
    const afterMs = retryAfterMs(retryAfter, now) ?? 30_000;
    const error = new RondaError('alerts.busy', { seconds: Math.ceil(afterMs / 1000) });
    return { kind: 'retry', error, afterMs, unsure: false };
  }
  if (status >= 400 && status < 500) {
    return { kind: 'failed', error: new RondaError('alerts.refused', { status, reason }) };
  }
  const afterMs = retryAfterMs(retryAfter, now);
  const error = new RondaError('alerts.receiver-down', { status, reason });
  return { kind: 'retry', error, unsure: false, ...(afterMs === undefined ? {} : { afterMs }) };
}
