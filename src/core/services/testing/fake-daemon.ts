import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, createServer, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RondaError } from '../../../shared/errors.ts';
import { createDocker } from '../../hosts/docker/create-docker.ts';
import type { HostConnection } from '../../hosts/host-connection.ts';

export interface FakeContainer {
  id: string;
  name: string;
  service: string;
  state: 'running' | 'exited' | 'restarting';
  health?: 'healthy' | 'unhealthy' | 'starting';
  restartCount?: number;
  oneOff?: string;
}

/** For tests of what a real engine cannot be made to do: a Docker daemon that lies, breaks off and forgets. */
export interface FakeDaemon {
  containers: FakeContainer[];
  /** Takes a request before anything else does; returns true when it answered. */
  intercept: ((path: string, response: ServerResponse) => boolean) | null;
  /** What was asked, in order: `POST /containers/x/stop`. */
  readonly asked: string[];
  /** A connection to it that reaches TCP ports of this machine; `lose` ends it. */
  connect(hostId: string): { connection: HostConnection; lose(reason: RondaError): void };
  stop(): void;
}

export async function startFakeDaemon(): Promise<FakeDaemon> {
  const dir = mkdtempSync(join(tmpdir(), 'ronda-fake-'));
  const socketPath = join(dir, 'docker.sock');
  const agent = new Agent();
  const asked: string[] = [];
  const daemon: FakeDaemon = {
    containers: [],
    intercept: null,
    asked,
    connect(hostId) {
      const lost = new AbortController();
      const unused = (): never => {
        throw new Error('not part of this test');
      };
      const connection: HostConnection = {
        hostId,
        methods: { docker: 'socket', tcp: 'direct', exec: 'child-process' },
        engine: {
          version: '26.1',
          apiVersion: '1.45',
          operatingSystem: '',
          cpus: 1,
          memoryBytes: 1,
          countsContainers: true,
        },
        signal: lost.signal,
        docker: createDocker(agent, socketPath),
        bulkDocker: unused,
        exec: unused,
        bulkExec: unused,
        dial: ({ host, port }) =>
          new Promise((resolve, reject) => {
            const socket = connect({ host, port });
            socket.once('connect', () => resolve(socket));
            socket.once('error', reject);
          }),
      };
      return { connection, lose: (reason) => lost.abort(reason) };
    },
    stop() {
      agent.destroy();
      server.close();
      server.closeAllConnections();
      rmSync(dir, { recursive: true, force: true });
    },
  };
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/^\/v[\d.]+/, '').split('?')[0] ?? '';
    asked.push(`${request.method} ${path}`);
    if (daemon.intercept?.(path, response)) return;
    answer(daemon, request.method ?? 'GET', path, response);
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  return daemon;
}

function answer(daemon: FakeDaemon, method: string, path: string, response: ServerResponse): void {
  const send = (status: number, body?: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body === undefined ? '' : JSON.stringify(body));
  };
  const [, , id, verb] = path.split('/');
  const found = daemon.containers.find((one) => one.id === id);
  if (path === '/events') {
    // A stream in which nothing happens: everything is found by looking.
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
  } else if (path === '/containers/json') {
    send(
      200,
      daemon.containers.map((one) => ({ Id: one.id, Labels: labelsOf(one) })),
    );
  } else if (!found) {
    send(404, { message: `No such container: ${id}` });
  } else if (method === 'GET' && verb === 'json') {
    send(200, inspect(found));
  } else if (method === 'POST') {
    found.state = verb === 'stop' ? 'exited' : 'running';
    send(204);
  } else {
    send(500, { message: 'no figures here' });
  }
}

function labelsOf({ service, oneOff }: FakeContainer): Record<string, string> {
  return {
    'com.docker.compose.project': 'prisma',
    'com.docker.compose.service': service,
    'com.docker.compose.oneoff': oneOff ?? 'False',
  };
}

function inspect(one: FakeContainer): unknown {
  return {
    Id: one.id,
    Name: `/${one.name}`,
    Created: '2026-11-23T00:00:00.000000000Z',
    Image: 'sha256:abc',
    RestartCount: one.restartCount ?? 0,
    Config: { Image: 'warga:1', Labels: labelsOf(one), Env: ['SECRET=hidden'] },
    State: {
      Status: one.state,
      ExitCode: one.state === 'exited' ? 137 : 0,
      StartedAt: '2026-11-23T00:00:01Z',
      ...(one.health ? { Health: { Status: one.health } } : {}),
    },
  };
}
