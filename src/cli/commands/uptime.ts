import type { Command } from 'commander';
import type { Say } from '../i18n/messages.ts';
import { renderTable } from '../output/table.ts';
import { resolveHost } from '../resolve/resolve-host.ts';
import type { Run } from '../run.ts';

/** `99.95 %`, cut and not rounded: 100 only where nothing at all was missed. */
function percent(share: number | null): string {
  return share === null ? '-' : `${Math.floor(share * 10_000) / 100} %`;
}

export function addUptimeCommand(program: Command, run: Run, say: Say): void {
  program
    .command('uptime')
    .description(say('help.uptime'))
    .argument('[host]', say('help.host'))
    .action((word: string | undefined) =>
      run(async (session) => {
        const host = await resolveHost(session, word);
        const { services } = await session.run('health.uptime', { hostId: host.id });
        const text = renderTable(
          [
            { title: session.say('column.service') },
            { title: '24 h', align: 'right' },
            { title: '7 d', align: 'right' },
            { title: '30 d', align: 'right' },
          ],
          services.map(({ name, uptime }) => [
            name,
            percent(uptime.day),
            percent(uptime.week),
            percent(uptime.month),
          ]),
          session.io.stdout.columns,
        );
        return { json: { services }, text };
      }),
    );
}
