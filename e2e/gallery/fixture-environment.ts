import type { EnvironmentHistory, EnvironmentRestorePlan } from '../../src/shared/domain/environment.ts';
import { now } from './fixture-tiles.ts';

const day = 86_400_000;
const none = { added: [], changed: [], removed: [] };

const keysOf = (names: readonly string[], changed: readonly string[] = []): EnvironmentHistory['keys'] =>
  names.map((name) => ({
    name,
    firstSeen: now - 200 * day,
    lastChanged: changed.includes(name) ? now - 3 * day : now - 200 * day,
    isGone: false,
  }));

const ofService = (
  name: string,
  names: readonly string[],
  changed: readonly string[],
): EnvironmentHistory => ({
  historyId: `service-${name}`,
  kind: 'service',
  name,
  dropped: 0,
  keys: keysOf(names, changed),
  snapshots: [
    { snapshot: 1, at: now - 200 * day, isThere: true, keys: names.length, change: null },
    ...(changed.length > 0
      ? [
          {
            snapshot: 2,
            at: now - 3 * day,
            isThere: true,
            keys: names.length,
            change: { ...none, changed: [...changed] },
          },
        ]
      : []),
  ],
});

const long = 'TELEGRAM_NOTIFICATION_GATEWAY_FALLBACK_WEBHOOK_SIGNING_SECRET_PRODUCTION';

export const environmentHistories: EnvironmentHistory[] = [
  ofService('ai-service', ['OLLAMA_URL', 'MODEL', 'GEMINI_API_KEY'], ['GEMINI_API_KEY']),
  ofService('gateway', ['PORT', 'JWT_SECRET', 'RATE_LIMIT', 'CORS_ORIGIN', long], ['JWT_SECRET', long]),
  ofService('warga-service', ['PORT', 'DB_PATH', 'ENCRYPTION_KEY'], []),
  {
    historyId: 'file-srv-prisma-env-1a2b3c4d',
    kind: 'file',
    name: '/srv/prisma/.env',
    dropped: 3,
    keys: [...keysOf(['COMPOSE_PROJECT_NAME', 'JWT_SECRET', 'BOT_TOKEN']), ...keysOf(['SMTP_HOST'])],
    snapshots: [
      { snapshot: 4, at: now - 90 * day, isThere: true, keys: 3, change: null },
      {
        snapshot: 5,
        at: now - 3 * day,
        isThere: true,
        keys: 4,
        change: { added: ['SMTP_HOST'], changed: ['JWT_SECRET'], removed: [] },
      },
    ],
  },
];

export const environmentPlan: EnvironmentRestorePlan = {
  historyId: 'file-srv-prisma-env-1a2b3c4d',
  path: '/srv/prisma/.env',
  snapshot: 4,
  takenAt: now - 90 * day,
  isThere: true,
  isSame: false,
  change: { added: [], changed: ['JWT_SECRET'], removed: ['SMTP_HOST'] },
  onlyOtherLines: false,
  uid: 1000,
  gid: 1000,
  mode: 0o600,
  commands: ['docker compose -f /srv/prisma/docker-compose.yml up -d'],
  planId: 'plan-env',
};
