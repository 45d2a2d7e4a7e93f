import { z } from 'zod';
import { AlertChannel, AlertConfig, AlertMessage, AlertSecret, AlertsView } from '../domain/alerts.ts';
import { operation } from '../operation.ts';

const none = z.strictObject({});
const never = z.never();
/** Of one channel: one message, or all of it. */
const Which = z.strictObject({
  channel: AlertChannel,
  seq: z.number().int().positive().nullable().default(null),
});

export const alertOperations = {
  'alerts.show': operation({ input: none, output: AlertsView, event: never }),
  'alerts.configure': operation({ input: AlertConfig.partial(), output: AlertConfig, event: never }),
  /** Into the vault, or out of it with null. */
  'alerts.set-secret': operation({
    input: z.strictObject({ secret: AlertSecret, value: z.string().trim().min(1).max(4096).nullable() }),
    output: none,
    event: never,
  }),
  /** Sends one message now, past the outbox. A stopped channel runs again when it arrives. */
  'alerts.test': operation({
    input: z.strictObject({ channel: AlertChannel }),
    output: none,
    event: never,
  }),
  /** Sends what failed again, and lets a stopped channel run again. */
  'alerts.retry': operation({ input: Which, output: z.object({ count: z.number() }), event: never }),
  /** Gives up what waits or failed. */
  'alerts.drop': operation({ input: Which, output: z.object({ count: z.number() }), event: never }),
  /** Newest first, the sent ones too. */
  'alerts.messages': operation({
    input: z.strictObject({ limit: z.number().int().min(1).max(500).default(100) }),
    output: z.object({ messages: z.array(AlertMessage) }),
    event: never,
  }),
};
