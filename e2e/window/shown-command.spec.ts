import { expect } from '@playwright/test';
import { addServer, allTilesUp } from '../fixtures/add-server.ts';
import { callThroughWindow } from '../fixtures/call.ts';
import { test } from '../fixtures/rt04-server.ts';
import { runCommand } from '../testbed/processes.ts';
import { waitFor } from '../testbed/wait-for.ts';

interface Preview {
  readonly commands: readonly string[];
}
interface HostList {
  readonly hosts: readonly { readonly id: string }[];
}

test('the command that is shown, typed by hand, does what the button does', async ({
  console: { window },
  rt04,
}) => {
  test.setTimeout(120_000);
  await addServer(window, rt04);
  await allTilesUp(window);
  const { hosts } = (await callThroughWindow(window, 'hosts.list', {})) as HostList;
  const request = { hostId: hosts[0]?.id, serviceId: 'surat-service' };

  const state = async (): Promise<{
    running: boolean;
    exitCode: number;
    startedAt: string;
    healthy: boolean;
  }> => {
    const [container] = await rt04.stack.containers('surat-service');
    const { stdout } = await runCommand('docker', ['inspect', '-f', '{{json .State}}', container?.Id ?? ''], {
      env: { ...process.env, ...rt04.engine.docker },
    });
    const { Running, ExitCode, StartedAt, Health } = JSON.parse(stdout);
    const healthy = Health?.Status === 'healthy';
    return { running: Running, exitCode: ExitCode, startedAt: StartedAt, healthy };
  };
  const byHand = async (action: string): Promise<void> => {
    const { commands } = (await callThroughWindow(window, 'services.preview', {
      ...request,
      action,
    })) as Preview;
    await runCommand('sh', ['-e', '-c', commands.join('\n')], {
      env: { ...process.env, ...rt04.engine.docker },
    });
  };
  const byButton = (action: string) =>
    callThroughWindow(window, 'services.act', { ...request, action, reason: 'Uji perintah' });

  for (const action of ['stop', 'start', 'restart'] as const) {
    const effects = [];
    for (const way of [byHand, byButton]) {
      await runCommand('docker', [action === 'start' ? 'stop' : 'start', 'prisma-surat-service-1'], {
        env: { ...process.env, ...rt04.engine.docker },
      });
      // A process that has only just begun does not take SIGTERM yet, and would be killed after ten seconds.
      if (action !== 'start') await waitFor('a healthy service', async () => (await state()).healthy);
      const before = await state();
      await way(action);
      const after = await state();
      effects.push({
        running: after.running,
        exitCode: after.exitCode,
        startedAgain: after.startedAt !== before.startedAt,
      });
    }
    expect(effects[1], action).toEqual(effects[0]);
    expect(effects[0]?.running, action).toBe(action !== 'stop');
  }
});
