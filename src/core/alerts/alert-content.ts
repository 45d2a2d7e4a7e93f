import { z } from 'zod';
import { type AlertChannel, AlertKind } from '../../shared/domain/alerts.ts';
import { Severity } from '../../shared/domain/incident.ts';
import { Instant } from '../../shared/domain/status.ts';

/**
 * What a message says, in the language it was written in: plain text, redacted, not yet escaped for any channel. Kept in
 * the outbox as it is, so that what arrives late tells of then and not of now.
 */
export const AlertContent = z.object({
  kind: AlertKind,
  severity: Severity,
  title: z.string(),
  lines: z.array(z.string()),
  /** Appended when an earlier attempt may have arrived. */
  repeatNote: z.string(),
  at: Instant,
  /** One, or several of one host that failed or recovered together. */
  incidents: z.array(
    z.object({
      id: z.string(),
      number: z.number().int(),
      service: z.string().nullable(),
      severity: Severity,
    }),
  ),
  /** The host's name. */
  host: z.string().nullable(),
});
export type AlertContent = z.infer<typeof AlertContent>;

/** What a channel is handed to deliver. */
export interface Outgoing {
  /** The same for every attempt: a receiver can tell a repetition by it. */
  readonly id: string;
  readonly content: AlertContent;
  /** An earlier attempt may have arrived. */
  readonly unsure: boolean;
}

/** A message on its way into the outbox. */
export interface AlertDraft {
  readonly channel: AlertChannel;
  readonly content: AlertContent;
  /** Quiet hours do not hold it. */
  readonly urgent: boolean;
}

/** The lines of a message as a channel shows them below its title. */
export function linesOf({ content, unsure }: Outgoing): string[] {
  return unsure ? [...content.lines, content.repeatNote] : content.lines;
}
