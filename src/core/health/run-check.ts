import type { CheckSpec } from '../../shared/domain/profile.ts';
import { RondaError } from '../../shared/errors.ts';
import type { HostConnection } from '../hosts/host-connection.ts';
import { type BrowserProbe, lookInBrowser } from './browser-probe.ts';
import { dialFromLaptop } from './dial-from-laptop.ts';
import type { CheckResult } from './evaluate-health.ts';
import { type Dial, probeHttp, shownUrl } from './probe-http.ts';
import { probePm2 } from './probe-pm2.ts';
import { probeTcp } from './probe-tcp.ts';
import { type BotAccess, probeTelegramBot } from './probe-telegram-bot.ts';

/** What a check needs to see. */
export interface CheckSurroundings {
  readonly dialFromServer: Dial;
  /** What Docker says of the service's containers; null when it cannot be asked: then nothing was observed. */
  readonly containers: () => CheckResult | null;
  readonly exec: HostConnection['exec'];
  /** Null where alerts know no Telegram. */
  readonly bot: BotAccess | null;
  /** Null where there is no browser. */
  readonly browser: BrowserProbe | null;
  /** Aborted with the connection: a run cut off by it says nothing about the service. */
  readonly signal: AbortSignal;
}

const websiteRedirects = 5;

/**
 * Runs one check once; null when there was nothing to see.
 * @throws the reason of the signal when it fires; a RondaError when this check cannot be made at all just now
 */
export async function runCheck(spec: CheckSpec, around: CheckSurroundings): Promise<CheckResult | null> {
  const { dialFromServer, signal } = around;
  switch (spec.kind) {
    case 'http':
      return probeHttp({ ...spec, redirects: 0, timeoutMs: spec.timeout }, dialFromServer, signal);
    case 'website': {
      const dial = spec.from === 'server' ? dialFromServer : dialFromLaptop;
      const found = await probeHttp(
        { ...spec, json: [], redirects: websiteRedirects, timeoutMs: spec.timeout },
        dial,
        signal,
      );
      // What does not answer at all needs no browser to be seen.
      if (!spec.browser || spec.from === 'server' || !around.browser || found.outcome === 'fail')
        return found;
      return lookInBrowser(found, spec.url, around.browser, spec.timeout, signal);
    }
    case 'tcp':
      return probeTcp(spec, spec.timeout, dialFromServer, signal);
    case 'docker':
      return around.containers();
    case 'pm2':
      return probePm2(spec.process, around.exec, spec.timeout, signal);
    case 'telegram-bot':
      if (!around.bot) throw new RondaError('health.bot-no-token');
      return probeTelegramBot(around.bot, spec.timeout, signal);
  }
}

/** What a check looks at, in one line. */
export function checkTarget(spec: CheckSpec): string {
  switch (spec.kind) {
    case 'http':
    case 'website':
      return `GET ${shownUrl(spec.url)}`;
    case 'tcp':
      return `TCP ${spec.host}:${spec.port}`;
    case 'docker':
      return 'docker inspect';
    case 'pm2':
      return `pm2 ${spec.process}`;
    case 'telegram-bot':
      return 'getMe';
  }
}
