import { get } from 'node:http';

/**
 * Docker's health check: `node services/healthcheck.mjs PORT` ends with 0 when `/health` answers 200. Plain
 * node:http, for loading fetch would cost more than the check.
 */
const request = get({ host: '127.0.0.1', port: Number(process.argv[2]), path: '/health', timeout: 3_000 });
request.on('response', ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1));
request.on('timeout', () => process.exit(1));
request.on('error', () => process.exit(1));
