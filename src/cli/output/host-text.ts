import type { HostView } from '../../shared/domain/host.ts';
import type { Say } from '../i18n/messages.ts';
import type { Session } from '../session.ts';
import { formatBytes, formatDuration } from './format.ts';
import { plainText } from './plain-text.ts';
import { renderTable } from './table.ts';

/** `budi@pos.rt04.id:22`, or the socket of this machine. */
export function describeTarget(say: Say, { target }: HostView): string {
  if (target.kind === 'local') return plainText(target.socketPath ?? say('host.local'));
  if (target.kind === 'tcp') return plainText(`tcp://${target.address}:${target.port}`);
  return plainText(`${target.user}@${target.address}:${target.port}`);
}

export function hostListTable({ say, io }: Session, hosts: readonly HostView[]): string {
  return renderTable(
    [
      { title: say('column.name') },
      { title: say('column.id') },
      { title: say('column.profile') },
      { title: say('column.where') },
    ],
    hosts.map((host) => [host.name, host.id, host.profileId, describeTarget(say, host)]),
    io.stdout.columns,
  );
}

/** The steps of the connection, how traffic reaches the server, and the engine. */
export function hostReport({ say, io }: Session, { connection }: HostView): string {
  const { steps, methods, engine } = connection;
  const parts: string[] = [];
  if (steps.length > 0) {
    const rows = steps.map((step) => [step.name, step.state, formatDuration(step.durationMs), step.detail]);
    parts.push(
      renderTable(
        [
          { title: say('column.step') },
          { title: say('column.state') },
          { title: say('column.latency'), align: 'right' },
          { title: say('column.detail') },
        ],
        rows,
        io.stdout.columns,
      ),
    );
  }
  if (methods) parts.push(say('host.methods', methods));
  if (engine)
    parts.push(
      say('host.engine', {
        version: plainText(engine.version),
        api: plainText(engine.apiVersion),
        system: plainText(engine.operatingSystem),
        cpus: engine.cpus,
        memory: formatBytes(engine.memoryBytes),
      }),
    );
  return parts.join('\n');
}
