import { readFileSync } from 'node:fs';
import { createDispatcher, type Handlers } from '../../core/dispatcher/dispatcher.ts';
import { silentLog } from '../../core/platform/log.ts';
import { parseProfile } from '../../core/profile/parse-profile.ts';
import { createPublishedState, type PublishedStateStore } from '../../core/state/published-state.ts';
import { contract } from '../../shared/contract.ts';
import type { ConnectionState, HostView } from '../../shared/domain/host.ts';
import { defaultSettings } from '../../shared/domain/settings.ts';
import { type ErrorCode, RondaError } from '../../shared/errors.ts';
import type { OpenConsole } from '../ronda-console.ts';

export interface FakeConsole {
  readonly open: OpenConsole;
  readonly state: PublishedStateStore;
  /** Every operation that was run, with its input as the handler got it. */
  readonly calls: { name: string; input: unknown }[];
  closed(): boolean;
}

/** The real dispatcher and the real state over handlers of the test's own; one host `pos` that connects at once. */
export function createFakeConsole(
  handlers: Partial<Handlers> = {},
  options: { readonly hosts?: readonly HostView[]; readonly leaseHolder?: string } = {},
): FakeConsole {
  const state = createPublishedState();
  const calls: { name: string; input: unknown }[] = [];
  const hosts = options.hosts ?? [hostView('pos-1', 'Pos Ronda')];
  for (const host of hosts) state.set('hosts', host.id, host);
  const profile = parseProfile(readFileSync(profileFile, 'utf8'), 'prisma-rt04.yaml');
  state.set('profiles', profile.id, profile);
  state.set('settings', 'settings', { ...defaultSettings, language: 'en' });
  state.set('app', 'app', {
    version: '0',
    leaseHolder: options.leaseHolder ?? null,
    isLeaseHolder: options.leaseHolder === undefined,
    vault: 'absent',
    keyring: false,
    backupFolder: '/backups',
    home: '/home',
    notices: [],
  });
  const given: Partial<Handlers> = {
    'hosts.list': async () => ({ hosts: state.list('hosts') }),
    'hosts.connect': async ({ hostId }) => {
      const host = state.get('hosts', hostId);
      if (host) state.set('hosts', hostId, withConnection(host, 'connected'));
      return {};
    },
    ...handlers,
  };
  const all = Object.fromEntries(
    Object.keys(contract).map((name) => [
      name,
      async (input: never, context: never) => {
        calls.push({ name, input });
        const handler = given[name as keyof Handlers];
        if (!handler) throw new RondaError('common.unknown-operation', { name });
        return handler(input, context);
      },
    ]),
  );
  let isClosed = false;
  return {
    state,
    calls,
    closed: () => isClosed,
    open: async () => ({
      dispatcher: createDispatcher(all as Handlers, silentLog),
      state,
      isLeaseHolder: () => options.leaseHolder === undefined,
      close: async () => {
        isClosed = true;
      },
    }),
  };
}

const profileFile = new URL('../../../resources/profiles/prisma-rt04.yaml', import.meta.url);

export function hostView(id: string, name: string): HostView {
  return {
    id,
    name,
    target: { kind: 'local' },
    profileId: 'prisma-rt04',
    connection: {
      state: 'disconnected',
      since: 0,
      attempt: 0,
      nextAttemptAt: null,
      error: null,
      methods: null,
      steps: [],
      engine: null,
    },
  };
}

export function withConnection(host: HostView, state: ConnectionState, error?: ErrorCode): HostView {
  const shape = error === undefined ? null : new RondaError(error, { address: 'pos', host: 'pos' }).toShape();
  return { ...host, connection: { ...host.connection, state, error: shape } };
}
