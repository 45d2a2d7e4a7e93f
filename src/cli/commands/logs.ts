import type { Command } from 'commander';
import { LogLevel, type LogLine } from '../../shared/domain/log.ts';
import { createParsers } from '../arguments/parse-values.ts';
import { connectHost } from '../connection/connect-host.ts';
import { findContainers } from '../connection/find-containers.ts';
import type { Say } from '../i18n/messages.ts';
import { formatBytes, formatInstant } from '../output/format.ts';
import { createLineFilter } from '../output/line-filter.ts';
import { colouredText, plainText } from '../output/plain-text.ts';
import { resolveHost } from '../resolve/resolve-host.ts';
import { resolveService } from '../resolve/resolve-service.ts';
import type { Run } from '../run.ts';
import type { Outcome, Session } from '../session.ts';

interface LogsOptions {
  readonly tail: number;
  readonly since?: number;
  readonly follow?: true;
  readonly level?: LogLevel;
  readonly grep?: RegExp;
}

export function addLogsCommand(program: Command, run: Run, say: Say): void {
  const parse = createParsers(say);
  program
    .command('logs')
    .description(say('help.logs'))
    .argument('<service>', say('help.service'))
    .option('--tail <n>', say('help.logs-tail'), parse.whole('--tail', 0, 100_000), 100)
    .option('--since <age>', say('help.logs-since'), parse.age('--since'))
    .option('-f, --follow', say('help.logs-follow'))
    .option('--level <level>', say('help.logs-level'), parse.word('--level', LogLevel.options))
    .option('--grep <regex>', say('help.logs-grep'), parse.pattern('--grep'))
    .action((word: string, options: LogsOptions) => run((session) => logs(session, word, options)));
}

type Entry = LogLine & { readonly container: string };

async function logs(session: Session, word: string, options: LogsOptions): Promise<Outcome> {
  const host = await resolveHost(session);
  const service = await resolveService(session, host, word);
  await connectHost(session, host.id);
  const containers = await findContainers(session, host, service.id);
  const since = options.since === undefined ? {} : { since: Date.now() - options.since };
  const streaming = options.follow === true;
  const kept: Entry[] = [];
  let dropped = 0;

  const show = async (entry: Entry): Promise<void> => {
    if (!session.options.json) await session.write(`${lineText(session, entry, containers.length > 1)}\n`);
    else if (streaming) await session.write(`${JSON.stringify(entry)}\n`);
    else kept.push(entry);
  };
  const tailOne = async ({ id, name }: { id: string; name: string }): Promise<void> => {
    const passes = createLineFilter(options);
    const input = { hostId: host.id, containerId: id, tail: options.tail, follow: streaming, ...since };
    await session.run('logs.tail', input, async (batch) => {
      for (const line of batch.lines) if (passes(line)) await show({ ...line, container: name });
      dropped += batch.dropped;
      if (batch.dropped > 0 && !session.options.json)
        session.remark(session.say('logs.dropped', { count: batch.dropped }));
    });
  };
  await Promise.all(containers.map(tailOne));
  return { json: streaming ? undefined : { lines: kept, dropped }, text: '' };
}

function lineText({ say, paint }: Session, line: Entry, withContainer: boolean): string {
  const parts = [
    ...(withContainer ? [paint.faint(plainText(line.container))] : []),
    ...(line.at === null ? [] : [paint.faint(formatInstant(line.at))]),
    colouredText(line.text, paint.colour),
    ...(line.truncatedBytes > 0 ? [say('logs.truncated', { count: formatBytes(line.truncatedBytes) })] : []),
  ];
  return parts.join(' ');
}
