import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { log } from './log.mjs';
import { createNoise } from './noise.mjs';
import { watchSwitches } from './switches.mjs';

const CONTROL_FILE = process.env.CONTROL_FILE ?? '/app/control/switches.json';

/**
 * @typedef {import('node:http').IncomingMessage} Request
 * @typedef {{status?: number, headers?: Record<string, string>, body: unknown}} Reply
 */

/**
 * What all services share: `GET /health`, JSON routes, the switches, and a clean end on SIGTERM.
 *
 * @param {object} service
 * @param {string} service.name as in the health body
 * @param {number} service.port
 * @param {Partial<import('./switches.mjs').Switches>} [service.initialSwitches]
 * @param {(context: {switches: ReturnType<typeof watchSwitches>}) => Promise<object> | object} [service.health]
 *   more fields of the health body; throwing makes it unhealthy
 * @param {Record<string, (request: Request, url: URL) => Promise<Reply> | Reply>} [service.routes] by 'GET /path'; a
 *   path that ends in `/*` takes everything below
 * @param {(request: Request) => Reply | undefined} [service.guard] answers in place of any route, or lets it pass
 * @param {() => void} [service.onStop]
 */
export function startService({ name, port, initialSwitches, health, routes = {}, guard, onStop }) {
  const switches = watchSwitches(CONTROL_FILE, initialSwitches);
  const setNoise = createNoise();
  let crashTimer;
  switches.onChange(({ noiseLinesPerSecond, crashAfterMs }) => {
    setNoise(noiseLinesPerSecond);
    clearTimeout(crashTimer);
    if (crashAfterMs > 0) crashTimer = setTimeout(() => crash(name), crashAfterMs);
  });

  const answerHealth = async () => {
    const facts = { service: name, timestamp: new Date().toISOString(), uptime: process.uptime() };
    if (switches.current.unhealthy) return { status: 503, body: { status: 'unhealthy', ...facts } };
    try {
      return { body: { status: 'healthy', ...facts, ...(await health?.({ switches })) } };
    } catch (error) {
      log('error', 'health check failed', { error: String(error) });
      return { status: 503, body: { status: 'unhealthy', ...facts, error: String(error) } };
    }
  };

  const answer = async (request) => {
    const url = new URL(request.url ?? '/', 'http://service');
    const refusal = guard?.(request);
    if (refusal) return refusal;
    if (switches.current.slowMs > 0) await sleep(switches.current.slowMs);
    if (request.method === 'GET' && url.pathname === '/health') return answerHealth();
    const route = findRoute(routes, request.method ?? 'GET', url.pathname);
    return route ? route(request, url) : { status: 404, body: { error: 'not found' } };
  };

  const server = createServer(async (request, response) => {
    const started = performance.now();
    let reply;
    try {
      reply = await answer(request);
    } catch (error) {
      log('error', 'request failed', { url: request.url, error: String(error) });
      reply = { status: 500, body: { error: 'internal error' } };
    }
    const { status = 200, headers = {}, body } = reply;
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
    if (request.url !== '/health' || status !== 200) {
      const ms = Math.round(performance.now() - started);
      log(status < 500 ? 'info' : 'error', 'request', {
        method: request.method,
        url: request.url,
        status,
        ms,
      });
    }
  });
  server.listen(port, '0.0.0.0', () => log('info', `${name} listening`, { port, pid: process.pid }));

  const stop = (signal) => {
    log('info', `${name} stopping`, { signal });
    server.close(() => {
      onStop?.();
      process.exit(0);
    });
    server.closeAllConnections();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  return { switches };
}

function findRoute(routes, method, path) {
  const exact = routes[`${method} ${path}`];
  if (exact) return exact;
  const prefix = Object.keys(routes).find(
    (key) => key.endsWith('/*') && `${method} ${path}`.startsWith(key.slice(0, -1)),
  );
  return prefix && routes[prefix];
}

function crash(name) {
  log('error', `${name} crashed`, { error: 'Error: the crash switch is on' });
  process.exit(1);
}

/** Ends the process before it served anything: the data are not what this service can run on. */
export function refuseToStart(name, reason) {
  log('error', `${name} cannot start: ${reason}`, { fatal: true });
  process.exit(1);
}
