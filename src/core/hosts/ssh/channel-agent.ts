import { Agent } from 'node:http';
import type { Duplex } from 'node:stream';

/** Channels to the Docker socket kept open for the next request; each costs a file descriptor of the server's sshd. */
const IDLE_CHANNELS = 4;

/** An http.Agent whose connections are forwarded channels. Idle ones are used again, as dockerd allows. */
export class ChannelAgent extends Agent {
  readonly #open: () => Promise<Duplex>;

  constructor(open: () => Promise<Duplex>, idleChannels = IDLE_CHANNELS) {
    super({ keepAlive: true, maxFreeSockets: idleChannels });
    this.#open = open;
  }

  override createConnection(
    _options: unknown,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    const answer = callback as ((error: Error | null, stream?: Duplex) => void) | undefined;
    this.#open().then(
      (stream) => answer?.(null, stream),
      (error: unknown) => answer?.(error instanceof Error ? error : new Error(String(error))),
    );
  }
}
