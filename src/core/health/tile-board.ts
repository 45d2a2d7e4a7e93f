import type { CheckView, Uptime } from '../../shared/domain/health.ts';
import { localText, type Profile, type ServiceSpec } from '../../shared/domain/profile.ts';
import type { ContainerView, DatabaseView, TileView } from '../../shared/domain/service.ts';
import type { ActiveSilence } from '../../shared/domain/silence.ts';
import type { Status } from '../../shared/domain/status.ts';
import type { RondaError } from '../../shared/errors.ts';
import type { PausedService } from '../services/paused-service-repository.ts';
import { answersBehind } from './behind-gateway.ts';
import type { CheckResult } from './evaluate-health.ts';
import { evaluateTile } from './evaluate-tile.ts';
import type { HealthTransition } from './transition.ts';

/** All that is known of a service at this moment. */
export interface TileFacts {
  readonly isConnected: boolean;
  readonly paused: PausedService | null;
  readonly silenced: ActiveSilence | null;
  readonly containers: ContainerView[];
  readonly dockerSays: CheckResult | null;
  readonly checks: CheckView[];
  readonly databases: DatabaseView[];
  readonly uptime: Uptime | null;
}

export interface TileBoard {
  /** Works the tile of a service out anew, publishes it, and tells of a change. */
  update(service: ServiceSpec): void;
  /** The connection came or went: all tiles change, and one transition tells of it, not nine. */
  hostSeen(isSeen: boolean, reason?: RondaError): void;
  /** The host is no longer silent: a connection that was lost meanwhile, and still is, is told now. */
  silenceEnded(): void;
  /** Somebody else saw it so while nobody here did: the next change is told against that. */
  seenElsewhere(serviceId: string, status: Status, at: number): void;
  tiles(): TileView[];
}

/** The tiles of one host. */
export function createTileBoard(ports: {
  readonly host: { readonly id: string; readonly name: string };
  readonly profile: Profile;
  readonly now: () => number;
  readonly language: () => 'id' | 'en';
  readonly facts: (service: ServiceSpec) => TileFacts;
  readonly isHostSilent: () => boolean;
  readonly publish: (tile: TileView) => void;
  readonly onTransition: (transition: HealthTransition) => void;
}): TileBoard {
  const { host, profile } = ports;
  const tiles = new Map<string, TileView>();
  const observed = new Map<string, { status: Status; at: number }>();
  let lostReason: RondaError | null = null;
  /** Whether anybody heard that the connection was lost. */
  let isLossTold = false;

  function compose(service: ServiceSpec): TileView {
    const facts = ports.facts(service);
    const now = ports.now();
    const verdict = evaluateTile({ ...facts, containers: facts.dockerSays });
    const before = tiles.get(service.id);
    const lastSeen = observed.get(service.id) ?? lastSeenOf(facts.checks);
    const { paused } = facts;
    return {
      id: `${host.id}/${service.id}`,
      hostId: host.id,
      serviceId: service.id,
      name: localText(service.name, ports.language()),
      runsAs: service.runsAs,
      port: service.port ?? null,
      ...verdict,
      since: before && before.status === verdict.status ? before.since : now,
      ...(verdict.status === 'unobserved' && lastSeen ? { lastSeen } : {}),
      checks: facts.checks,
      uptime: facts.uptime,
      containers: facts.containers,
      databases: facts.databases,
      paused: paused ? { at: paused.at, by: paused.by, reason: paused.reason } : null,
      silenced: facts.silenced,
    };
  }

  function update(service: ServiceSpec): void {
    const tile = compose(service);
    const pendingSince = tiles.get(service.id)?.since ?? tile.since;
    tiles.set(service.id, tile);
    ports.publish(tile);
    if (tile.status === 'unobserved') return;
    const from = observed.get(service.id)?.status ?? 'unobserved';
    observed.set(service.id, { status: tile.status, at: ports.now() });
    if (from === tile.status) return;
    ports.onTransition({
      hostId: host.id,
      serviceId: service.id,
      checkId:
        tile.checks.find(({ status, message }) => status === tile.status && message === tile.reason)?.id ??
        null,
      name: tile.name,
      from,
      to: tile.status,
      at: ports.now(),
      reason: tile.reason,
      ...(tile.cause ? { cause: tile.cause } : {}),
      mainFunction: service.main,
      allDown: isAllDown(),
      ...(service.gateway && tile.status === 'down'
        ? { behindAnswers: answersBehind(service.id, [...tiles.values()], pendingSince) }
        : {}),
      tile,
    });
  }

  /**
   * "All services down" is about those that are watched; one that was stopped on purpose says nothing. Where several run
   * in containers they are the system: a site hosted elsewhere that still answers does not make it work.
   */
  function isAllDown(): boolean {
    const watched = [...tiles.values()].filter(
      ({ status, checks }) => status !== 'paused' && checks.length > 0,
    );
    const inContainers = watched.filter(({ runsAs }) => runsAs === 'container');
    const counted = inContainers.length > 1 ? inContainers : watched;
    return counted.length > 1 && counted.every(({ status }) => status === 'down');
  }

  function tellLoss(): void {
    if (lostReason === null || isLossTold || ports.isHostSilent()) return;
    isLossTold = true;
    tellOfHost(lostReason);
  }

  /** @param loss null: the host is back */
  function tellOfHost(loss: RondaError | null): void {
    ports.onTransition({
      hostId: host.id,
      serviceId: null,
      checkId: null,
      name: host.name,
      from: loss ? 'up' : 'unobserved',
      to: loss ? 'unobserved' : 'up',
      at: ports.now(),
      reason: loss?.message ?? '',
      ...(loss ? { cause: loss.toShape() } : {}),
      mainFunction: true,
      allDown: false,
      tile: null,
    });
  }

  return {
    update,
    hostSeen(isSeen, reason) {
      for (const service of profile.services) update(service);
      const isKnown = !reason || reason.code === 'hosts.disconnected' || reason.code === 'common.cancelled';
      const wasTold = isLossTold;
      isLossTold = false;
      // A person who disconnects knows it; only a connection that broke is news, and only then its return is.
      lostReason = isSeen || isKnown ? null : reason;
      if (isSeen && wasTold) tellOfHost(null);
      else tellLoss();
    },
    silenceEnded: tellLoss,
    seenElsewhere(serviceId, status, at) {
      observed.set(serviceId, { status, at });
    },
    tiles: () => profile.services.flatMap(({ id }) => tiles.get(id) ?? []),
  };
}

/** From the beats of the last time Ronda ran: the worst of what the checks saw last. */
function lastSeenOf(checks: readonly CheckView[]): { status: Status; at: number } | undefined {
  const order: readonly Status[] = ['down', 'pending', 'degraded', 'up'];
  const last = checks.flatMap(({ recent }) => recent.at(-1) ?? []);
  const worst = order.find((status) => last.some((beat) => beat.status === status));
  return worst ? { status: worst, at: Math.max(...last.map(({ at }) => at)) } : undefined;
}
