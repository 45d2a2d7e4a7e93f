import { createServer } from 'node:http';

/**
 * A stand-in for Ollama on the host. `OLLAMA_LISTEN` holds addresses, comma-separated: loopback for who checks it on
 * the host, and the bridge's address for the containers.
 */
const addresses = (process.env.OLLAMA_LISTEN ?? '127.0.0.1').split(',');
const port = Number(process.env.OLLAMA_PORT ?? 11_434);

const ANSWERS = {
  '/': 'Ollama is running',
  '/api/version': { version: '0.0.0-sample' },
  '/api/tags': { models: [{ name: 'llama3.2:3b', size: 2_019_393_189 }] },
};

for (const address of addresses) {
  const server = createServer((request, response) => {
    const answer = ANSWERS[request.url ?? '/'];
    response.writeHead(answer === undefined ? 404 : 200, {
      'content-type': typeof answer === 'string' ? 'text/plain' : 'application/json',
    });
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer ?? { error: 'not found' }));
  });
  server.listen(port, address, () => process.stdout.write(`ollama stand-in on ${address}:${port}\n`));
}
