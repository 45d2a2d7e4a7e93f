import { now, random } from './fixture-tiles.ts';

const minute = 60_000;

/** A trend with a night that nobody watched and an hour that failed. */
export function trend(range: string) {
  const { ms, bucketMs } =
    range === 'day'
      ? { ms: 1440 * minute, bucketMs: 10 * minute }
      : range === 'week'
        ? { ms: 7 * 1440 * minute, bucketMs: 60 * minute }
        : { ms: 30 * 1440 * minute, bucketMs: 240 * minute };
  const next = random(7);
  const from = now - ms;
  const count = ms / bucketMs;
  const points = Array.from({ length: count }, (_, index) => {
    const failed = index > count * 0.7 && index < count * 0.73;
    const p50 = 9 + next() * 5 + (index > count * 0.5 ? 6 : 0);
    return {
      at: Math.floor((from + index * bucketMs) / bucketMs) * bucketMs,
      upMs: failed ? 0 : bucketMs,
      degradedMs: 0,
      downMs: failed ? bucketMs : 0,
      pausedMs: 0,
      p50: failed ? null : p50,
      p95: failed ? null : p50 * (1.6 + next()),
    };
  }).filter((_, index) => index < count * 0.2 || index > count * 0.4);
  return { from, to: now, bucketMs, points, p50: 14.2, p95: 31.8, uptime: 0.9783, observed: 0.8 };
}

export function usage() {
  const next = random(3);
  return {
    bucketMs: minute,
    points: Array.from({ length: 1300 }, (_, index) => ({
      at: now - (1300 - index) * minute,
      cpuPercent: 2 + next() * 6 + (index > 900 && index < 960 ? 55 : 0),
      memoryBytes: (110 + index / 30 + next() * 4) * 1024 ** 2,
      receivedPerSecond: next() * 9000,
      sentPerSecond: next() * 24_000,
      readPerSecond: next() < 0.1 ? next() * 400_000 : 0,
      writtenPerSecond: next() * 90_000,
    })).filter(({ at }) => at < now - 700 * minute || at > now - 640 * minute),
  };
}

/** A grey page with a bar, as small as a picture can be. */
export const pagePicture = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="200"><rect width="320" height="200" fill="#f4efe4"/><rect width="320" height="40" fill="#9a4f06"/><rect x="20" y="60" width="180" height="12" fill="#b9b09a"/><rect x="20" y="84" width="240" height="12" fill="#d6cfbf"/></svg>',
)}`;
