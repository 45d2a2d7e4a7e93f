import type { AlertChannel } from '../../shared/domain/alerts.ts';
import { RondaError } from '../../shared/errors.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Remote } from '../storage/remote.ts';
import type { AlertRepository } from './alert-repository.ts';
import type { Channel, Delivery } from './channel.ts';
import { type ClaimedMessage, mostUnsure, type Settlement, unansweredError } from './outbox-repository.ts';
import { backoffMs } from './retry-after.ts';

export type Alerts = Remote<{ alerts: AlertRepository }>['alerts'];

export interface OutboxSender {
  /**
   * Sends the next message of a channel, if one may go now.
   * @returns how the attempt ended; null when there was nothing to send. Never throws but for the state's own errors.
   */
  sendNext(
    channel: AlertChannel,
    urgentOnly: boolean,
    signal: AbortSignal,
  ): Promise<Settlement['kind'] | null>;
}

/**
 * One attempt after the other. What left and got no answer counts as one that may have arrived: it goes again, marked as
 * a repetition, until `mostUnsure` copies may be out there; a channel that refuses us is stopped instead of asked again.
 */
export function createOutboxSender(ports: {
  readonly alerts: Alerts;
  readonly channels: Readonly<Record<AlertChannel, Channel>>;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  /** Names this process. */
  readonly holder: string;
}): OutboxSender {
  const { alerts, channels, clock, log, holder } = ports;

  async function attempt(
    channel: AlertChannel,
    message: ClaimedMessage,
    signal: AbortSignal,
  ): Promise<Delivery> {
    const { id, content, unsure } = message;
    try {
      return await channels[channel].deliver({ id, content, unsure: unsure > 0 }, signal);
    } catch (error) {
      // Cut off by our own end, or a bug: either way nobody can say that it did not arrive.
      if (!signal.aborted) log.error('a channel failed in an unforeseen way', { channel, error });
      return { kind: 'retry', error: new RondaError('alerts.unanswered', { reason: 'Ronda' }), unsure: true };
    }
  }

  function settlementOf(delivery: Delivery, message: ClaimedMessage): Settlement {
    switch (delivery.kind) {
      case 'sent':
        return { kind: 'sent', warning: delivery.warning?.toShape() ?? null };
      case 'failed':
      case 'stop':
        return { kind: delivery.kind, error: delivery.error.toShape() };
      case 'unready':
        return { kind: 'untried' };
      case 'retry': {
        const error = delivery.error.toShape();
        if (delivery.unsure && message.unsure + 1 >= mostUnsure) {
          const reason = String(delivery.error.params.reason ?? '-');
          return { kind: 'failed', error: unansweredError(reason, message.unsure + 1).toShape() };
        }
        const wait = delivery.afterMs ?? backoffMs(message.attempts, ports.random);
        return { kind: 'retry', error, unsure: delivery.unsure, dueAt: clock.now() + wait };
      }
    }
  }

  return {
    async sendNext(channel, urgentOnly, signal) {
      if (signal.aborted) return null;
      const message = await alerts.claim(channel, holder, urgentOnly, clock.now());
      if (!message) return null;
      const settlement = settlementOf(await attempt(channel, message, signal), message);
      await alerts.settle(channel, message.seq, holder, settlement, clock.now());
      if (settlement.kind !== 'sent' && settlement.kind !== 'untried') {
        log.warn('an alert was not delivered', { channel, seq: message.seq, error: settlement.error });
      }
      return settlement.kind;
    },
  };
}
