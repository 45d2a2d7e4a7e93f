import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { createHostRepository } from '../../src/core/hosts/host-repository.ts';
import { createHostsFeature, type HostsFeature } from '../../src/core/hosts/hosts-feature.ts';
import { type Clock, systemClock } from '../../src/core/platform/clock.ts';
import { type Log, silentLog } from '../../src/core/platform/log.ts';
import { findProjects } from '../../src/core/profile/find-projects.ts';
import { createPublishedState, type PublishedStateStore } from '../../src/core/state/published-state.ts';
import { initial } from '../../src/core/storage/migrations/0001-initial.ts';
import type { HostTarget, HostView, Prompt, PromptAnswer } from '../../src/shared/domain/host.ts';
import { waitFor } from './wait-for.ts';

export interface HostsFixture extends HostsFeature {
  readonly state: PublishedStateStore;
  /** Ronda's home. */
  readonly home: string;
  /** The person's home; `.ssh/known_hosts` in it is read. */
  readonly userHome: string;
  readonly vault: Map<string, string>;
  view(hostId: string): HostView;
  /** Stores a host and starts connecting. */
  connect(target: HostTarget): Promise<string>;
  waitForState(hostId: string, state: HostView['connection']['state'], timeoutMs?: number): Promise<HostView>;
  /** The next question that is open. */
  prompt(): Promise<Prompt>;
  answer(prompt: Prompt, answer: PromptAnswer): Promise<void>;
  stop(): Promise<void>;
}

const context = { signal: new AbortController().signal, emit: async () => undefined };

/** The hosts feature as the app puts it together, on a state in memory. */
export async function createHostsFixture(options: {
  dir: string;
  env?: NodeJS.ProcessEnv;
  clock?: Clock;
  log?: Log;
  /** Bytes a second that transfers may take; absent: all. */
  transferPace?: () => number | null;
}): Promise<HostsFixture> {
  const home = join(options.dir, 'ronda');
  const userHome = join(options.dir, 'person');
  await mkdir(join(userHome, '.ssh'), { recursive: true });
  const db = new Database(':memory:');
  db.exec(initial.sql);
  const hosts = createHostRepository(db);
  const vault = new Map<string, string>();
  const state = createPublishedState();
  const feature = createHostsFeature({
    transferPace: options.transferPace ?? (() => null),
    repository: {
      list: async () => hosts.list(),
      add: async (...args) => hosts.add(...args),
      remove: async (id) => hosts.remove(id),
    },
    state,
    clock: options.clock ?? systemClock,
    log: options.log ?? silentLog,
    secrets: {
      get: async (name) => vault.get(name) ?? null,
      put: async (name, value) => void vault.set(name, value),
      forget: async (name) => void vault.delete(name),
    },
    requireProfile: async () => undefined,
    findProjects,
    home,
    userHome,
    platform: process.platform,
    env: options.env ?? { PATH: process.env.PATH ?? '' },
    readKnownHosts: [join(userHome, '.ssh', 'known_hosts')],
  });

  function view(hostId: string): HostView {
    const found = state.get('hosts', hostId);
    if (!found) throw new Error(`no host ${hostId}`);
    return found;
  }

  return {
    ...feature,
    state,
    home,
    userHome,
    vault,
    view,
    async connect(target) {
      const added = await feature.operations['hosts.add'](
        { name: 'Server RT 04', target, profileId: 'prisma-rt04', connect: true },
        context,
      );
      return added.hostId;
    },
    async waitForState(hostId, wanted, timeoutMs = 20_000) {
      await waitFor(
        `the host to be ${wanted}`,
        () => {
          const { connection } = view(hostId);
          if (connection.state === 'refused' && wanted !== 'refused') {
            throw new Error(`refused: ${connection.error?.message}`);
          }
          return connection.state === wanted;
        },
        { timeoutMs, everyMs: 20 },
      );
      return view(hostId);
    },
    prompt: () => waitFor('a question', () => state.list('prompts')[0], { timeoutMs: 15_000, everyMs: 20 }),
    async answer(prompt, answer) {
      await feature.operations['hosts.answer']({ promptId: prompt.id, answer }, context);
    },
    async stop() {
      await feature.service.stop();
      db.close();
    },
  };
}
