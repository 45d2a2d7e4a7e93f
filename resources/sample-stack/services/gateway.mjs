import { startService } from './lib/http-service.mjs';
import { createRateLimit } from './lib/rate-limit.mjs';

const UPSTREAMS = {
  warga: process.env.WARGA_URL ?? 'http://warga-service:4001',
  keuangan: process.env.KEUANGAN_URL ?? 'http://keuangan-service:4002',
  keamanan: process.env.KEAMANAN_URL ?? 'http://keamanan-service:4003',
  surat: process.env.SURAT_URL ?? 'http://surat-service:4004',
  ai: process.env.AI_URL ?? 'http://ai-service:4005',
};

const limit = createRateLimit({ perMinute: Number(process.env.RATE_LIMIT ?? 100) });

startService({
  name: 'api-gateway',
  port: 4000,
  guard(request) {
    const waitSeconds = limit(request.socket.remoteAddress ?? 'unknown');
    if (waitSeconds === 0) return undefined;
    return {
      status: 429,
      headers: { 'retry-after': String(waitSeconds) },
      body: { error: 'too many requests', retryAfter: waitSeconds },
    };
  },
  routes: { 'GET /api/*': forward },
});

/** `/api/<area>/<path>` goes to that area's service as `/<area>/<path>`. */
async function forward(_request, url) {
  const path = url.pathname.slice('/api'.length);
  const upstream = UPSTREAMS[path.split('/')[1] ?? ''];
  if (!upstream) return { status: 404, body: { error: 'no such area' } };
  try {
    const answer = await fetch(new URL(`${path}${url.search}`, upstream), {
      signal: AbortSignal.timeout(5_000),
    });
    return { status: answer.status, body: await answer.json() };
  } catch (error) {
    return { status: 502, body: { error: 'upstream failed', detail: String(error) } };
  }
}
