import {
  type AlertChannel,
  type AlertConfig,
  type AlertsView,
  alertChannels,
  alertSecrets,
  defaultAlertConfig,
} from '../../shared/domain/alerts.ts';
import { RondaError } from '../../shared/errors.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { AlertContent } from './alert-content.ts';
import type { AlertFeed } from './alert-feed.ts';
import { type HeldSecrets, readinessOf, viewOfAlerts } from './alerts-view.ts';
import type { Channel } from './channel.ts';
import type { Alerts, OutboxSender } from './outbox-sender.ts';
import { quietUntil } from './quiet-hours.ts';
import { createWakeableLoop } from './wakeable-loop.ts';

/** The vault, as far as alerts read it. */
export interface AlertVault {
  state(): 'absent' | 'locked' | 'open';
  get(name: string): Promise<string | null>;
}

export interface AlertServicePorts {
  readonly alerts: Alerts;
  readonly feed: AlertFeed;
  readonly sender: OutboxSender;
  readonly channels: Readonly<Record<AlertChannel, Channel>>;
  readonly vault: AlertVault;
  readonly isOn: (channel: AlertChannel, config: AlertConfig) => boolean;
  readonly clock: Clock;
  readonly log: Log;
  /** Only one process of a home tells: the one with the lease. */
  readonly isLeaseHolder: () => boolean;
  readonly isDead: (holder: string) => boolean;
  readonly publish: (view: AlertsView) => void;
  /** A channel refuses us, or no longer does. */
  readonly onStopped: (channel: AlertChannel, isStopped: boolean) => void;
  /** Messages wait for the vault, or no longer do: nobody would look into the settings for that. */
  readonly onLocked: (isWaiting: boolean) => void;
  readonly testContent: (config: AlertConfig) => AlertContent;
}

export interface AlertService {
  /** Tells and sends until the signal fires; what is under way then may end, for a moment. */
  run(signal: AbortSignal): Promise<void>;
  /** Something may have changed: the journal, the settings, the vault. */
  wake(): void;
  view(): Promise<AlertsView>;
  /**
   * Sends one message now, past the outbox. When it arrives, a stopped channel runs again; when it is refused as all
   * others would be, the channel stops. @throws RondaError
   */
  test(channel: AlertChannel, signal: AbortSignal): Promise<void>;
  /** One try on every channel that hears of this severity, keeping nothing: for when nothing can be kept. */
  sendDirectly(content: AlertContent): Promise<void>;
}

/** The command line and the night may have written something: cheap to look, and nobody calls. */
const lookEveryMs = 5_000;
/** What is under way at the end may take so long. */
const graceMs = 3_000;
/** A message under way for longer is nobody's: an attempt is given up long before. */
const claimLastsMs = 120_000;
const directlyMs = 60_000;

export function createAlertService(ports: AlertServicePorts): AlertService {
  const { alerts, clock, log } = ports;
  const loop = (name: string) =>
    createWakeableLoop(clock, lookEveryMs, (error) =>
      log.error('alerts could not be worked on', { name, error }),
    );
  const feedLoop = loop('feed');
  const channelLoops = alertChannels.map((channel) => ({ channel, loop: loop(channel) }));
  let lastConfig = defaultAlertConfig;
  let published = '';
  let waitsForVault = false;
  const stopped = new Set<AlertChannel>();

  async function readConfig(): Promise<AlertConfig> {
    lastConfig = await alerts.config();
    return lastConfig;
  }

  async function heldSecrets(): Promise<HeldSecrets> {
    if (ports.vault.state() === 'locked') return null;
    const [token, url, header] = await Promise.all([
      ports.vault.get(alertSecrets['telegram-token']),
      ports.vault.get(alertSecrets['webhook-url']),
      ports.vault.get(alertSecrets['webhook-header']),
    ]);
    return { 'telegram-token': token, 'webhook-url': url, 'webhook-header': header };
  }

  async function view(): Promise<AlertsView> {
    const config = await readConfig();
    return viewOfAlerts({
      config,
      secrets: await heldSecrets(),
      isOn: (channel) => ports.isOn(channel, config),
      rows: await Promise.all(alertChannels.map((channel) => alerts.channelRow(channel))),
      outbox: await alerts.pendingMessages(100),
      now: clock.now(),
    });
  }

  async function publish(): Promise<void> {
    const now = await view();
    const isWaiting =
      ports.isLeaseHolder() && now.channels.some(({ state, waiting }) => state === 'locked' && waiting > 0);
    if (isWaiting !== waitsForVault) ports.onLocked(isWaiting);
    waitsForVault = isWaiting;
    for (const { channel, state } of now.channels) {
      if ((state === 'stopped') === stopped.has(channel)) continue;
      if (state === 'stopped') stopped.add(channel);
      else stopped.delete(channel);
      ports.onStopped(channel, state === 'stopped');
    }
    const text = JSON.stringify(now);
    if (text === published) return;
    published = text;
    ports.publish(now);
  }

  /** Looks at the journal, and wakes the channels when that made messages. */
  async function feedRound(): Promise<number | null> {
    let next: number | null = null;
    if (ports.isLeaseHolder()) {
      const gone = (await alerts.sendingHolders()).filter((holder) => ports.isDead(holder));
      const now = clock.now();
      await alerts.releaseInterrupted(gone, now - claimLastsMs, now);
      const fed = await ports.feed.feed();
      if (fed.told > 0) for (const each of channelLoops) each.loop.wake();
      next = fed.next;
    }
    await publish();
    return next;
  }

  /** Sends all that may go now. @returns when there may be more */
  async function channelRound(channel: AlertChannel, signal: AbortSignal): Promise<number | null> {
    while (ports.isLeaseHolder() && !signal.aborted) {
      const config = await readConfig();
      const isOn = ports.isOn(channel, config);
      if (readinessOf(channel, config, isOn, isOn ? await heldSecrets() : null) !== 'ready') return null;
      const quiet = quietUntil(config, clock.now());
      const outcome = await ports.sender.sendNext(channel, quiet !== null, signal);
      if (outcome === null) {
        const { notBefore } = await alerts.channelRow(channel);
        return notBefore > clock.now() ? notBefore : quiet;
      }
      await publish();
      if (outcome === 'stop' || outcome === 'untried') return null;
    }
    return null;
  }

  function wake(): void {
    feedLoop.wake();
    for (const each of channelLoops) each.loop.wake();
  }

  return {
    wake,
    view,
    async run(signal) {
      // An attempt that is cut off may have arrived: it gets a moment to end by itself.
      const attempts = new AbortController();
      const working = Promise.all([
        feedLoop.run(feedRound, signal),
        ...channelLoops.map((each) =>
          each.loop.run(() => channelRound(each.channel, attempts.signal), signal),
        ),
      ]);
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        else signal.addEventListener('abort', () => resolve(), { once: true });
      });
      const ended = new AbortController();
      const grace = clock.sleep(graceMs, ended.signal).catch(() => undefined);
      await Promise.race([working, grace]);
      ended.abort();
      attempts.abort();
      await working;
    },
    async test(channel, signal) {
      const config = await readConfig();
      const message = { id: `ronda-test-${clock.now()}`, content: ports.testContent(config), unsure: false };
      const delivery = await ports.channels[channel].deliver(message, signal);
      if (delivery.kind === 'unready') {
        throw delivery.why === 'locked'
          ? new RondaError('alerts.vault-locked')
          : new RondaError('alerts.incomplete', { channel });
      }
      if (delivery.kind === 'stop') {
        await alerts.stop(channel, delivery.error.toShape());
        await publish();
      }
      if (delivery.kind !== 'sent') throw delivery.error;
      await alerts.resume(channel);
      await publish();
      wake();
      if (delivery.warning) throw delivery.warning;
    },
    async sendDirectly(content) {
      // The state may be what is broken: then the settings are those it told last.
      const config = await readConfig().catch(() => lastConfig);
      const id = `ronda-${content.kind}-${content.at}`;
      const attempts = config.routes[content.severity]
        .filter((channel) => ports.isOn(channel, config))
        .map(async (channel) => {
          const message = { id, content, unsure: false };
          const delivery = await ports.channels[channel].deliver(message, AbortSignal.timeout(directlyMs));
          if (delivery.kind !== 'sent') log.error('an alert was not delivered', { channel, delivery });
        });
      for (const result of await Promise.allSettled(attempts)) {
        if (result.status === 'rejected') log.error('an alert was not delivered', { error: result.reason });
      }
    },
  };
}
