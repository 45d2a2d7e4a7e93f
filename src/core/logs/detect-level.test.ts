import { expect, test } from 'vitest';
import { detectLevel } from './detect-level.ts';

test.each([
  ['{"level":30,"time":1,"msg":"x"}', 'info'],
  ['{"level":50,"msg":"x"}', 'error'],
  ['{"level":35,"msg":"x"}', 'info'],
  ['{"time":"2026-11-23","level":"warn","message":"an error in the text"}', 'warn'],
  ['{"severity":"CRITICAL","message":"x"}', 'fatal'],
  ['{"log.level":"DEBUG"}', 'debug'],
  ['{"msg":"\\"level\\":\\"error\\""}', 'unknown'],
  ['{"error":{"level":"fatal"},"level":"info"}', 'info'],
  ['{"level":"error","message":"torn', 'error'],
  ['{"level":999}', 'unknown'],
  ['{"level":{"__proto__":1}}', 'unknown'],
  ['{"level":"constructor"}', 'unknown'],
  ['[WARN] rate limit', 'warn'],
  ['2026/11/23 10:00:00 [error] 7#7: *1 connect() failed', 'error'],
  ['ERROR: relation does not exist', 'error'],
  ['2026-11-23 10:00:00.000 UTC [1] FATAL:  password authentication failed', 'fatal'],
  ['INFO  [http] GET /warga 200', 'info'],
  ['warning: deprecated', 'warn'],
  ['npm ERR! code E404', 'error'],
  ['WARNING:root:disk is nearly full', 'warn'],
  ['time="2026-11-23" level=warning msg="x"', 'warn'],
  ['E1123 10:00:00.000000 1 main.go:1] x', 'error'],
  ['TypeError: undefined is not a function', 'error'],
  ['java.lang.IllegalStateException: x', 'error'],
  ['Error [ERR_MODULE]: x', 'error'],
  ['GALAT: basis data terkunci', 'error'],
  ['GET /errors/ERROR.html 200', 'unknown'],
  ['user said: this is an error', 'unknown'],
  ['server listening on 4001', 'unknown'],
  ['    at handler (/app/services/warga-service.mjs:1:1)', 'unknown'],
  ['', 'unknown'],
] as const)('%s is %s', (text, level) => {
  expect(detectLevel(text)).toBe(level);
});
