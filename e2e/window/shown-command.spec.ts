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
  test.setTimeout(240_000);
  await addServer(window, rt04);
  await allTilesUp(window);
  const { hosts } = (await callThroughWindow(window, 'hosts.list', {})) as HostList;
  const request = { hostId: hosts[0]?.id, serviceId: 'surat-service' };

  const docker = (...args: string[]) =>
    runCommand('docker', args, { env: { ...process.env, ...rt04.engine.docker } });
  const inspect = async () => {
    const [container] = await rt04.stack.containers('surat-service');
    const { stdout } = await docker('inspect', '-f', '{{json .}}', container?.Id ?? '');
    return JSON.parse(stdout);
  };
  const state = async () => {
    const { Running, Paused, ExitCode, StartedAt, Health } = (await inspect()).State;
    return {
      running: Running as boolean,
      paused: Paused as boolean,
      exitCode: ExitCode as number,
      startedAt: StartedAt as string,
      healthy: Health?.Status === 'healthy',
    };
  };
  const shown = async (action: string): Promise<readonly string[]> =>
    ((await callThroughWindow(window, 'services.preview', { ...request, action })) as Preview).commands;
  const byHand = async (action: string): Promise<void> => {
    await runCommand('sh', ['-e', '-c', (await shown(action)).join('\n')], {
      env: { ...process.env, ...rt04.engine.docker },
    });
  };
  const byButton = async (action: string): Promise<readonly string[]> => {
    const input = { ...request, action, reason: 'Uji perintah' };
    const { commands } = (await callThroughWindow(window, 'services.act', input)) as {
      commands: { command: string }[];
    };
    return commands.map(({ command }) => command);
  };
  const name = 'prisma-surat-service-1';
  const before: Readonly<Record<string, readonly [string, string]>> = {
    stop: ['start', name],
    start: ['stop', name],
    restart: ['start', name],
    pause: ['start', name],
    unpause: ['pause', name],
  };

  for (const action of ['stop', 'start', 'restart', 'pause', 'unpause'] as const) {
    const effects = [];
    for (const way of [byHand, byButton]) {
      if ((await state()).paused) await docker('unpause', name);
      if (!(await state()).running && action !== 'start') await docker('start', name);
      // A process that has only just begun does not take SIGTERM yet, and would be killed after ten seconds.
      if (action !== 'start') await waitFor('a healthy service', async () => (await state()).healthy);
      await docker(...(before[action] ?? []));
      const then = await state();
      await way(action);
      const now = await state();
      effects.push({
        running: now.running,
        paused: now.paused,
        exitCode: now.exitCode,
        startedAgain: now.startedAt !== then.startedAt,
      });
    }
    expect(effects[1], action).toEqual(effects[0]);
    expect(effects[0], action).toMatchObject({ running: action !== 'stop', paused: action === 'pause' });
  }

  // A new container cannot be typed in one line: what it is made with is named, and each step that is shown is done.
  const old = await inspect();
  const commands = await shown('recreate');
  expect(await byButton('recreate')).toEqual(commands);
  const fresh = await inspect();
  expect(fresh.Id).not.toBe(old.Id);
  expect(fresh.Name).toBe(old.Name);
  for (const part of ['Image', 'Mounts']) expect(fresh[part], part).toEqual(old[part]);
  for (const part of ['Env', 'Cmd', 'Labels', 'User'])
    expect(fresh.Config[part], part).toEqual(old.Config[part]);
  for (const part of ['PortBindings', 'RestartPolicy', 'Binds', 'Memory'])
    expect(fresh.HostConfig[part] ?? [], part).toEqual(old.HostConfig[part] ?? []);
  await allTilesUp(window);
});
