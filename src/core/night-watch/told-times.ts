import type { NightReport } from './lease.ts';

/** From when to when the night watch had told people that a service is down. */
interface ToldTime {
  readonly from: number;
  until: number;
}

const keptMs = 48 * 3_600_000;

export interface ToldTimes {
  /** @returns what this report has for the first time; instants by our clock */
  take(
    hostId: string,
    report: Pick<NightReport, 'told'>,
    skewMs: number,
    now: number,
  ): { serviceId: string; at: number }[];
  covers(hostId: string, serviceId: string, at: number): boolean;
}

/** What the night watch has told, as far as this process has heard: nobody is to be told of it twice. */
export function createToldTimes(): ToldTimes {
  const times = new Map<string, ToldTime[]>();

  return {
    take(hostId, report, skewMs, now) {
      const news: { serviceId: string; at: number }[] = [];
      const open = new Set<ToldTime>();
      for (const { serviceId, at } of report.told) {
        const key = `${hostId}/${serviceId}`;
        const from = Math.max(0, at * 1000 + skewMs);
        const known = times.get(key) ?? [];
        // A clock that is being set moves it a little; another outage is minutes apart.
        let time = known.find(
          (one) => Math.abs(one.from - from) < 30_000 && one.until === Number.POSITIVE_INFINITY,
        );
        if (!time) {
          time = { from, until: Number.POSITIVE_INFINITY };
          times.set(key, [...known.filter(({ until }) => now - until < keptMs), time]);
          news.push({ serviceId, at: from });
        }
        open.add(time);
      }
      for (const [key, list] of times) {
        if (!key.startsWith(`${hostId}/`)) continue;
        for (const time of list) if (!open.has(time)) time.until = Math.min(time.until, now);
      }
      return news;
    },
    covers: (hostId, serviceId, at) =>
      (times.get(`${hostId}/${serviceId}`) ?? []).some(({ from, until }) => at >= from && at <= until),
  };
}
