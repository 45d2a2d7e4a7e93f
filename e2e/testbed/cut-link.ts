import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RunningProcess, runCommand, startProcess } from './processes.ts';

const RELAY = fileURLToPath(new URL('./netns-relay.mjs', import.meta.url));

/** A way to a server through a network of its own, whose cable can be pulled. */
export interface CutLink {
  /** Where the server is reached; also by another user of this machine. */
  readonly host: string;
  readonly port: number;
  /** From now on nothing arrives in either direction, and nobody is told: no reset, no end. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Client → veth → namespace → the same veth back → `target` on 127.0.0.1. Packets really cross the cable, so a cut is
 * what a pulled plug is: silence. Needs root and iproute2.
 *
 * @param dir for the log of the process inside
 */
export async function startCutLink(options: { dir: string; targetPort: number }): Promise<CutLink> {
  const id = process.pid;
  const namespace = `ronda-${id}`;
  const [outer, inner] = [`rv${id}o`, `rv${id}i`];
  // A network of four addresses, by the process: several tests may run on one machine.
  const net = `10.${213 + ((id >> 14) % 32)}.${(id >> 6) & 255}`;
  const first = (id & 63) * 4;
  const [here, there] = [`${net}.${first + 1}`, `${net}.${first + 2}`];
  const ip = (...args: string[]) => runCommand('ip', args, {});
  const inside = (...args: string[]) => ip('netns', 'exec', namespace, ...args);
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    await ip('netns', 'add', namespace);
    undo.push(() => ip('netns', 'delete', namespace));
    await ip('link', 'add', outer, 'type', 'veth', 'peer', 'name', inner, 'netns', namespace);
    // A namespace lives on while a socket in it still hopes for an answer; without its cable it harms nobody.
    undo.push(() => ip('link', 'delete', outer));
    await ip('address', 'add', `${here}/30`, 'dev', outer);
    await ip('link', 'set', outer, 'up');
    await inside('ip', 'address', 'add', `${there}/30`, 'dev', inner);
    await inside('ip', 'link', 'set', inner, 'up');

    const back = await relayHere(here, options.targetPort);
    undo.push(back.stop);
    const relay: RunningProcess = await startProcess({
      command: 'ip',
      args: ['netns', 'exec', namespace, process.execPath, RELAY, there, '22', here, String(back.port)],
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      logFile: join(options.dir, 'netns-relay.log'),
      readyWhen: /relay is up/,
    });
    undo.push(() => relay.stop());
    return {
      host: there,
      port: 22,
      cut: async () => void (await inside('ip', 'link', 'set', inner, 'down')),
      mend: async () => void (await inside('ip', 'link', 'set', inner, 'up')),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function relayHere(host: string, targetPort: number) {
  const sockets = new Set<Socket>();
  const server: Server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const target = connect({ host: '127.0.0.1', port: targetPort, allowHalfOpen: true, noDelay: true });
    for (const [from, to] of [
      [client, target],
      [target, client],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
  const { port } = server.address() as { port: number };
  return {
    port,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
