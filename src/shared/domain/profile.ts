import { z } from 'zod';
import { FilePath, HostAddress, Port } from './host.ts';
import { IncidentStep, Severity } from './incident.ts';
import { Id } from './status.ts';

const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** `20s`, `5m`, `1h`, `7d`, `1w` as written in a profile; milliseconds once parsed. */
export const Duration = z
  .string()
  .regex(/^[1-9]\d{0,5}(ms|s|m|h|d|w)$/, 'a duration such as 20s, 5m, 4h, 7d or 1w')
  .transform((text) => Number.parseInt(text, 10) * (unitMs[text.replace(/\d+/, '')] ?? 1));

/** A text in both languages, or one text for both. */
export const LocalText = z.union([
  z.string().min(1).max(2000),
  z.strictObject({ id: z.string().min(1).max(2000), en: z.string().min(1).max(2000) }),
]);
export type LocalText = z.infer<typeof LocalText>;

/** The text of a profile in one language. */
export function localText(text: LocalText, language: 'id' | 'en'): string {
  return typeof text === 'string' ? text : text[language];
}

const checkBase = {
  id: Id,
  every: Duration,
  timeout: Duration.prefault('10s'),
  /** A failed check is tried again after this long. */
  retryAfter: Duration.prefault('20s'),
  /** So many failures in a row make `down`. */
  failures: z.number().int().min(1).max(20).default(2),
};

const AlertChannel = z.enum(['desktop', 'telegram', 'webhook']);

/** What of a JSON answer must hold; otherwise the check is `degraded`. A dotted path, and the value it must have. */
const JsonExpectation = z.strictObject({
  path: z.string().min(1).max(200),
  equals: z.union([z.string(), z.number(), z.boolean()]),
});

/** Of https: a certificate that ends within so many days is `degraded`; 0: only one that has ended matters. */
const certificateDays = z.number().int().min(0).max(365).default(14);

export const CheckSpec = z.discriminatedUnion('kind', [
  z.strictObject({
    ...checkBase,
    kind: z.literal('http'),
    /** As the server itself sees it; on a remote host the request goes through the tunnel. */
    url: z.url({ protocol: /^https?$/ }),
    status: z.array(z.number().int().min(100).max(599)).min(1).default([200]),
    json: z.array(JsonExpectation).default([]),
    /** Slower than this is `degraded`. */
    slowerThan: Duration.optional(),
    certificateDays,
  }),
  z.strictObject({
    ...checkBase,
    kind: z.literal('tcp'),
    host: HostAddress.default('127.0.0.1'),
    port: Port,
  }),
  z.strictObject({ ...checkBase, kind: z.literal('docker') }),
  z.strictObject({
    ...checkBase,
    kind: z.literal('pm2'),
    /** Its name in PM2, which runs it on the host outside Docker. */
    process: z.string().min(1).max(100),
  }),
  /** Asks Telegram who the bot is (`getMe`), with the alerts' own token. */
  z.strictObject({ ...checkBase, kind: z.literal('telegram-bot') }),
  z.strictObject({
    ...checkBase,
    kind: z.literal('website'),
    /** As the laptop sees it, through the public network. */
    url: z.url({ protocol: /^https?$/ }),
    status: z.array(z.number().int().min(100).max(599)).min(1).default([200]),
    /** `laptop`: directly; `server`: through the tunnel, for a site that only the server can reach. */
    from: z.enum(['laptop', 'server']).default('laptop'),
    /** Loads the page in a hidden browser window too (from the laptop only): load time, console errors, a picture. */
    browser: z.boolean().default(false),
    slowerThan: Duration.optional(),
    certificateDays,
  }),
]);
export type CheckSpec = z.infer<typeof CheckSpec>;

const sqlTokens = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?\*\//g;

/** One SELECT and nothing after it; what stands in quotes and comments is not looked at. */
function isOneSelect(sql: string): boolean {
  const bare = sql.replace(sqlTokens, (token) => (/^(--|\/\*)/.test(token) ? ' ' : 'x')).trim();
  return /^select\b/i.test(bare) && !/;[\s\S]|['"`]|\/\*/.test(bare);
}

/** What a restore test asks a backup besides whether its service comes up on it. */
export const RestoreQuery = z
  .strictObject({
    /** Gives one number. It is only read: asked of the backup’s file, never of the server. */
    query: z.string().min(1).max(2000).refine(isOneSelect, 'one SELECT statement, which gives one number'),
    /** The test fails when the number is less. */
    atLeast: z.number().default(1),
  })
  .describe(
    'A SELECT that gives one number, asked of each backup that is restore-tested. Less than atLeast (1), or an error, fails the test.',
  );
export type RestoreQuery = z.infer<typeof RestoreQuery>;

export const DatabaseSpec = z.strictObject({
  id: Id,
  engine: z.literal('sqlite'),
  /** Path inside the container. */
  path: FilePath,
  volume: z.string().min(1).max(255),
  restoreTest: RestoreQuery.optional(),
});
export type DatabaseSpec = z.infer<typeof DatabaseSpec>;

/** Of the engine or the kernel: no file that could be kept and put back. */
const isOfSystem = (path: string): boolean => /^\/(var\/run|run|proc|sys|dev)(\/|$)/.test(path);

/**
 * The path of one file of a server, whole or from the home folder of the connection's user (`~/`): nothing that leads
 * elsewhere than it reads, or that a terminal would obey.
 */
export function isServerFilePath(path: string): boolean {
  const [first, ...names] = path.split('/');
  return (
    (first === '' || first === '~') &&
    path.length <= 400 &&
    names.length > 0 &&
    names.every((name) => name !== '' && name !== '.' && name !== '..') &&
    !/[\p{C}\p{Zl}\p{Zp}]/u.test(path) &&
    !isOfSystem(path)
  );
}

/** One line for a person to run; Ronda only shows it. */
const ShownCommand = z
  .string()
  .min(1)
  .max(500)
  .refine((text) => !/[\p{C}\p{Zl}\p{Zp}]/u.test(text), 'a command in one line');

/** A file of the server that is kept at each change and can be put back by itself. */
export const KeptFile = z
  .strictObject({
    path: z
      .string()
      .refine(isServerFilePath, 'the whole path of a file of the server, or one that begins with ~/'),
    /** To be run before the file is put back. */
    before: ShownCommand.optional(),
    /** What makes the file count once it is back. */
    after: ShownCommand.optional(),
  })
  .describe(
    'A file of the server, kept encrypted at each change. The commands are shown where it is put back, and never run by Ronda.',
  );

export const ServiceSpec = z.strictObject({
  id: Id,
  name: LocalText,
  runsAs: z.enum(['container', 'process', 'site']),
  /** The Compose service name that its containers carry as a label; absent: the id. */
  compose: z.string().min(1).max(255).optional(),
  port: Port.optional(),
  /** A main function: when it is down the suggested severity is that of `severityRules.main`. */
  main: z.boolean().default(false),
  /** People reach the other services through it: when it alone is down, that is said. */
  gateway: z.boolean().optional(),
  checks: z.array(CheckSpec).default([]),
  databases: z.array(DatabaseSpec).default([]),
  /** Beside what Compose and nginx name: those are found without being told. */
  files: z.array(KeptFile).max(50).optional(),
  alerts: z.array(AlertChannel).default(['desktop']),
});
export type ServiceSpec = z.infer<typeof ServiceSpec>;

/** When a server's own state is worth an alert. They are what really takes small servers down. */
export const VitalThresholds = z.strictObject({
  every: Duration.prefault('5m'),
  diskPercent: z.number().min(1).max(100).default(90),
  inodePercent: z.number().min(1).max(100).default(90),
  memoryPercent: z.number().min(1).max(100).default(95),
  /** The five-minute load divided by the number of CPUs. */
  loadPerCpu: z.number().positive().max(1000).default(4),
  /** Of the server's clock against this computer's. */
  clockSkew: Duration.prefault('30s'),
  /** What of Docker's disk nothing uses, volumes apart. */
  dockerReclaimableGb: z.number().positive().max(100_000).default(10),
});

/** Reports the second of two entries that carry the same id, at that entry's own place. */
function refuseTwins(entries: readonly { id: string }[], path: (string | number)[], context: Issues): void {
  const seen = new Set<string>();
  for (const [index, { id }] of entries.entries()) {
    if (seen.has(id))
      context.issues.push({
        code: 'custom',
        input: id,
        path: [...path, index, 'id'],
        message: `${id} is there twice`,
      });
    seen.add(id);
  }
}
type Issues = { issues: z.core.$ZodRawIssue[] };

/**
 * A manual as data: what runs, what is watched, kept, done and how incidents are handled.
 * Strict all through: an unknown key is a mistake to name, with its line, not something to skip.
 */
export const Profile = z
  .strictObject({
    schema: z.literal(1),
    id: Id,
    name: LocalText,
    compose: z.strictObject({
      /** Only containers of this Compose project; absent: of any. */
      project: z.string().min(1).max(255).optional(),
      file: FilePath.optional(),
    }),
    services: z.array(ServiceSpec).min(1).max(500),
    vitals: VitalThresholds.prefault({}),
    /** The manual's own table, for people to read; what is really watched are the checks of the services. */
    monitoring: z
      .array(z.strictObject({ what: LocalText, method: LocalText, every: LocalText, alert: LocalText }))
      .default([]),
    logs: z.array(z.strictObject({ source: LocalText, where: LocalText, retention: LocalText })).default([]),
    backups: z
      .array(z.strictObject({ data: LocalText, method: LocalText, when: LocalText, keptAt: LocalText }))
      .default([]),
    incidents: z.strictObject({
      severities: z.record(
        Severity,
        z.strictObject({ meaning: LocalText, respondWithin: Duration, example: LocalText }),
      ),
      /** Which severity is suggested when checks go down. */
      suggest: z.strictObject({ allDown: Severity, main: Severity, other: Severity }),
      procedure: z.array(z.strictObject({ step: IncidentStep, text: LocalText })).length(7),
    }),
    maintenance: z
      .array(
        z.strictObject({
          id: Id,
          every: z.enum(['week', 'month', 'quarter']),
          task: LocalText,
          how: LocalText,
        }),
      )
      .default([]),
    scaling: z
      .array(z.strictObject({ id: Id, title: LocalText, how: LocalText, command: z.string().optional() }))
      .default([]),
  })
  .check((context) => {
    const { services, maintenance, scaling } = context.value;
    refuseTwins(services, ['services'], context);
    for (const [index, service] of services.entries()) {
      refuseTwins(service.checks, ['services', index, 'checks'], context);
      refuseTwins(service.databases, ['services', index, 'databases'], context);
      if (service.runsAs !== 'container' && service.checks.some((check) => check.kind === 'docker'))
        context.issues.push({
          code: 'custom',
          input: service.runsAs,
          path: ['services', index, 'runsAs'],
          message: 'only a container has a docker check',
        });
    }
    const paths = new Set<string>();
    for (const [index, service] of services.entries())
      for (const [at, { path }] of (service.files ?? []).entries()) {
        if (paths.has(path))
          context.issues.push({
            code: 'custom',
            input: path,
            path: ['services', index, 'files', at, 'path'],
            message: `${path} is there twice`,
          });
        paths.add(path);
      }
    refuseTwins(maintenance, ['maintenance'], context);
    refuseTwins(scaling, ['scaling'], context);
  });
export type Profile = z.infer<typeof Profile>;
/** As it is written in a file, before durations are parsed and defaults filled in. */
export type ProfileSource = z.input<typeof Profile>;
