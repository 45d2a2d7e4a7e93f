type Params = Readonly<Record<string, unknown>>;
type Listener = (params: Record<string, unknown>, sessionId: string | undefined) => void;

/** A connection to Chromium's DevTools, as thin as can be: a measurement must not weigh on what it measures. */
export interface DevTools {
  send(method: string, params?: Params, sessionId?: string): Promise<Record<string, unknown>>;
  on(method: string, listener: Listener): void;
  close(): void;
}

/**
 * Connects to the browser's own socket. https://chromedevtools.github.io/devtools-protocol/
 *
 * @param url what Chromium prints after "DevTools listening on"
 */
export async function connectDevTools(url: string): Promise<DevTools> {
  const socket = new WebSocket(url);
  const waiting = new Map<
    number,
    { resolve: (result: Record<string, unknown>) => void; reject: (error: Error) => void }
  >();
  const listeners = new Map<string, Listener>();
  let lastId = 0;
  const failAll = (): void => {
    for (const { reject } of waiting.values()) reject(new Error('the DevTools connection ended'));
    waiting.clear();
  };
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve(), { once: true });
    socket.addEventListener('error', () => reject(new Error(`no DevTools at ${url}`)), { once: true });
  });
  socket.addEventListener('close', failAll);
  socket.addEventListener('message', ({ data }) => {
    const message: unknown = JSON.parse(String(data));
    if (!isRecord(message)) return;
    if (typeof message.id === 'number') {
      const call = waiting.get(message.id);
      waiting.delete(message.id);
      if (isRecord(message.error)) call?.reject(new Error(String(message.error.message)));
      else call?.resolve(isRecord(message.result) ? message.result : {});
    } else if (typeof message.method === 'string') {
      const session = typeof message.sessionId === 'string' ? message.sessionId : undefined;
      listeners.get(message.method)?.(isRecord(message.params) ? message.params : {}, session);
    }
  });
  return {
    send: (method, params = {}, sessionId) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        socket.send(JSON.stringify({ id: lastId, method, params, ...(sessionId && { sessionId }) }));
      }),
    on: (method, listener) => void listeners.set(method, listener),
    close: () => socket.close(),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
