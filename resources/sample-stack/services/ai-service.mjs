import { startService } from './lib/http-service.mjs';

const OLLAMA_URL = process.env.OLLAMA_URL ?? 'http://host.docker.internal:11434';

startService({
  name: 'ai-service',
  port: 4005,
  // Answers "healthy" for itself even while the provider is down, as the real one does: who checks it must read on.
  health: async ({ switches }) => ({
    provider: { name: 'ollama', url: OLLAMA_URL, ...(await askProvider(switches.current.providerDown)) },
  }),
});

async function askProvider(pretendDown) {
  if (pretendDown) return { status: 'down', error: 'connect ECONNREFUSED' };
  try {
    const answer = await fetch(new URL('/api/tags', OLLAMA_URL), { signal: AbortSignal.timeout(1_000) });
    const { models } = await answer.json();
    return { status: 'up', models: models.map(({ name }) => name) };
  } catch (error) {
    return { status: 'down', error: error.cause?.message ?? error.message };
  }
}
