import type {
  ConfigurationHistory,
  ConfigurationRestorePlan,
} from '../../src/shared/domain/configuration.ts';
import { now } from './fixture-tiles.ts';

const day = 86_400_000;
const bot = '/home/admin/telegram-bot/data-store.json';

const kept = (
  historyId: string,
  path: string,
  origin: ConfigurationHistory['origin'],
  sizes: readonly (readonly [bytes: number, daysAgo: number, added: number, removed: number])[],
): ConfigurationHistory => ({
  historyId: `config-${historyId.padEnd(16, '0')}`,
  path,
  origin,
  dropped: 0,
  snapshots: sizes.map(([bytes, daysAgo, added, removed], index) => ({
    snapshot: index + 1,
    at: now - daysAgo * day,
    isThere: bytes > 0,
    bytes,
    lines: { added, removed },
  })),
});

export const configurationHistories: ConfigurationHistory[] = [
  kept('a1', '/etc/nginx/nginx.conf', 'nginx', [[1890, 200, 74, 0]]),
  kept('a2', '/etc/nginx/sites-available/prisma', 'nginx', [
    [2210, 200, 61, 0],
    [2304, 12, 3, 1],
  ]),
  kept('a3', '/home/admin/.pm2/dump.pm2', 'manual', [[0, 40, 0, 0]]),
  kept('a4', bot, 'manual', [
    [18_200, 40, 410, 0],
    [18_950, 6, 22, 9],
    [19_400, 1, 12, 4],
  ]),
  kept('a5', '/opt/prisma/compose.yaml', 'compose', [
    [3100, 200, 98, 0],
    [3188, 30, 4, 2],
  ]),
  kept('a6', '/opt/prisma/gateway/rate-limits.json', 'mounted', [[420, 200, 18, 0]]),
];

export const configurationChange = `@@ -11,7 +11,9 @@
   warga-service:
     image: prisma/warga-service:1.4.0
     restart: unless-stopped
-    mem_limit: 128m
+    mem_limit: 256m
+    healthcheck:
+      interval: 30s
     volumes:
       - warga-data:/app/data
     networks: [prisma]
`;

export const configurationPlan: ConfigurationRestorePlan = {
  historyId: 'config-a400000000000000',
  path: bot,
  snapshot: 2,
  takenAt: now - 6 * day,
  isThere: true,
  isSame: false,
  bytes: 18_950,
  lines: { added: 4, removed: 12 },
  uid: 1000,
  gid: 1000,
  mode: 0o600,
  before: ['pm2 stop telegram-bot'],
  after: ['pm2 start telegram-bot'],
  planId: 'plan-config',
};
