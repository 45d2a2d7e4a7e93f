import type { Duplex } from 'node:stream';
import type { ExecChannels } from './exec-channels.ts';
import { posixQuote } from './posix-quote.ts';

/** What the bridge says once it is connected; whatever follows is the connection's own. */
const OPEN = 'ronda-open\n';
const MAX_COMPLAINT = 500;

/**
 * Connects to `$1:$2` and copies both ways, with what small servers have. It says OPEN when connected, else why not.
 * bash's `/dev/tcp`: https://www.gnu.org/software/bash/manual/html_node/Redirections.html
 */
const BRIDGE = `
if command -v bash >/dev/null 2>&1; then
  exec bash -c 'exec 2>&1
    exec 3<>"/dev/tcp/$1/$2" || exit 1
    echo ronda-open
    exec 2>/dev/null
    (cat <&3; kill $$) &
    cat >&3
    kill $!' bridge "$1" "$2"
elif command -v python3 >/dev/null 2>&1; then
  exec python3 -c '
import os, socket, sys, threading
try:
    s = socket.create_connection((sys.argv[1], int(sys.argv[2])), 30)
except OSError as error:
    print(error, flush=True)
    sys.exit(1)
s.settimeout(None)
print("ronda-open", flush=True)
def down():
    while True:
        data = s.recv(65536)
        if not data: os._exit(0)
        while data: data = data[os.write(1, data):]
threading.Thread(target=down, daemon=True).start()
while True:
    data = os.read(0, 65536)
    if not data: os._exit(0)
    s.sendall(data)
' "$1" "$2"
elif command -v nc >/dev/null 2>&1; then
  nc -z "$1" "$2" || { echo "connection refused"; exit 1; }
  echo ronda-open
  exec nc "$1" "$2"
fi
echo "neither bash, python3 nor nc is there"
exit 127`;

/**
 * A TCP connection made by a program on the server, for servers that forward none (`AllowTcpForwarding no`).
 * @throws Error with what the server's program said when it could not connect
 */
export async function dialThroughExec(
  channels: ExecChannels,
  target: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<Duplex> {
  const command = posixQuote(['/bin/sh', '-c', BRIDGE, 'bridge', target.host, String(target.port)]);
  const socket = await channels.open(command, signal);
  const onAbort = (): void => void socket.destroy(asError(signal.reason));
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    if (signal.aborted) throw signal.reason;
    await awaitOpen(socket);
    return socket;
  } catch (error) {
    socket.destroy();
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function awaitOpen(socket: Duplex): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = Buffer.alloc(0);
    const settle = (error?: Error): void => {
      socket.off('readable', onReadable).off('error', onError).off('close', onClose);
      if (error) reject(error);
      else resolve();
    };
    const onError = (error: Error): void => settle(error);
    const onClose = (): void => settle(new Error(said.toString('utf8').trim() || 'the server closed it'));
    const onReadable = (): void => {
      for (let chunk: unknown = socket.read(); chunk !== null; chunk = socket.read()) {
        if (Buffer.isBuffer(chunk)) said = Buffer.concat([said, chunk]);
      }
      if (said.length >= OPEN.length && said.subarray(0, OPEN.length).toString('latin1') === OPEN) {
        const early = said.subarray(OPEN.length);
        settle();
        if (early.length > 0) socket.unshift(early);
      } else if (said.length > MAX_COMPLAINT) {
        settle(new Error(said.subarray(0, MAX_COMPLAINT).toString('utf8')));
      }
    };
    socket.on('readable', onReadable).on('error', onError).on('close', onClose);
    onReadable();
  });
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
