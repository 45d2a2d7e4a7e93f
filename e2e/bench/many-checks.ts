import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createMemoryRepositories } from '../../src/core/backup/testing/memory-repositories.ts';
import { createHostWatch, type HostWatch } from '../../src/core/health/host-watch.ts';
import type { HostConnection } from '../../src/core/hosts/host-connection.ts';
import { systemClock } from '../../src/core/platform/clock.ts';
import { silentLog } from '../../src/core/platform/log.ts';
import { Profile } from '../../src/shared/domain/profile.ts';
import { startEngine } from '../testbed/engine.ts';
import { createHostsFixture } from '../testbed/hosts-fixture.ts';
import { writeKnownHosts } from '../testbed/known-hosts.ts';
import { startSshd } from '../testbed/sshd.ts';

export const checkCount = 500;

export interface ManyChecks {
  /** The one SSH connection; its dials can be listened to. */
  readonly connection: HostConnection;
  readonly port: number;
  /** Of the checks whose dial begins: `service number`. */
  readonly onDial: Set<(port: number) => void>;
  readonly everyMs: number;
  createWatch(): HostWatch;
  stop(): Promise<void>;
}

/** A real sshd, a real HTTP server behind it, and a manual of 500 checks that all go through one connection. */
export async function startManyChecks(everyMs: number): Promise<ManyChecks> {
  const dir = await mkdtemp('/tmp/ronda-many-');
  const undo: (() => Promise<unknown>)[] = [() => rm(dir, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const server = createServer((_request, response) => response.end('{"status":"healthy"}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    undo.push(async () => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    const engine = await startEngine({ dir: join(dir, 'e') });
    undo.push(() => engine.stop({ removeData: true }));
    const sshd = await startSshd({ dir: join(dir, 'sshd') });
    undo.push(() => sshd.stop());
    const hosts = await createHostsFixture({ dir });
    undo.push(() => hosts.stop());
    await writeKnownHosts(join(hosts.userHome, '.ssh', 'known_hosts'), sshd.knownHostsLines);
    const file = join(dir, 'key');
    await copyFile(sshd.identityFile, file);
    const id = await hosts.connect({
      kind: 'ssh',
      address: sshd.host,
      port: sshd.port,
      user: sshd.user,
      auth: { method: 'key', file },
      dockerSocket: engine.socketPath,
    });
    await hosts.waitForState(id, 'connected', 60_000);
    const live = hosts.service.get(id);
    const onDial = new Set<(service: number) => void>();
    const connection: HostConnection = {
      ...live,
      // The port says which check it is; behind it is one server.
      dial: (target, signal) => {
        for (const listener of onDial) listener(target.port);
        return live.dial({ host: '127.0.0.1', port }, signal);
      },
    };
    const profile = manual(everyMs);
    const repositories = createMemoryRepositories();
    const createWatch = (): HostWatch =>
      createHostWatch({
        host: { id: 'many', name: 'Many' },
        profile,
        stored: { states: [], beats: [], paused: [] },
        clock: systemClock,
        log: silentLog,
        language: () => 'en',
        isLeaseHolder: () => true,
        publishTile: () => undefined,
        databases: () => [],
        silenceOf: () => null,
        uptimeOf: () => null,
        bot: null,
        browser: null,
        onUsage: () => undefined,
        onTransition: () => undefined,
        keepBeat: async (key, beat) => void (await repositories.heartbeats.add({ ...key, ...beat })),
        keepPaused: async () => undefined,
      });
    return { connection, port, onDial, everyMs, createWatch, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The port of a check's address is 20000 and its number: how a dial tells which check begins. */
export const portOf = (index: number): number => 20_000 + index;

function manual(everyMs: number): Profile {
  const severity = { meaning: 'x', respondWithin: '1h', example: 'x' };
  const steps = ['detect', 'assess', 'contain', 'fix', 'test', 'deploy', 'review'];
  return Profile.parse({
    schema: 1,
    id: 'many',
    name: 'Many',
    compose: {},
    services: Array.from({ length: checkCount }, (_, index) => ({
      id: `service-${index}`,
      name: `Service ${index}`,
      runsAs: 'process',
      checks: [
        {
          id: 'health',
          kind: 'http',
          url: `http://127.0.0.1:${portOf(index)}/health`,
          every: `${everyMs / 1000}s`,
          json: [{ path: 'status', equals: 'healthy' }],
        },
      ],
    })),
    incidents: {
      severities: { P1: severity, P2: severity, P3: severity, P4: severity },
      suggest: { allDown: 'P1', main: 'P2', other: 'P3' },
      procedure: steps.map((step) => ({ step, text: 'x' })),
    },
  });
}
