import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

const host = process.env.FRONTEND_HOST ?? '127.0.0.1';
const port = Number(process.env.FRONTEND_PORT ?? 3_000);
const page = await readFile(fileURLToPath(new URL('../frontend/index.html', import.meta.url)));

createServer((request, response) => {
  if (request.url !== '/' && request.url !== '/index.html') {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
    return;
  }
  response
    .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' })
    .end(page);
}).listen(port, host, () => process.stdout.write(`frontend on ${host}:${port}\n`));
