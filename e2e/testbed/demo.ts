import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { _electron, type ElectronApplication } from '@playwright/test';
import { defaultSettings } from '../../src/shared/domain/settings.ts';
import { addHostToHome } from './console-home.ts';
import { firstRound, roundTable } from './demo-round.ts';
import { devCacheFolder } from './dev-cache.ts';
import { startEngine } from './engine.ts';
import { areFree } from './free-ports.ts';
import { runCommand } from './processes.ts';
import { startStack, USUAL_PORTS } from './stack.ts';
import { profileForStack } from './stack-profile.ts';

/** How long the first round may take before the demo calls it failed. */
const roundTimeoutMs = 90_000;

/**
 * `npm run demo`: the sample RT 04 stack in a Docker engine of its own, and the console connected to it. What it
 * starts it also stops, and nothing of the person's own Docker is touched.
 */
async function demo(once: boolean): Promise<number> {
  const { RONDA_APP_EXECUTABLE, RONDA_APP_PATH, RONDA_APP_USER, RONDA_VIRTUAL_DISPLAY } = process.env;
  if (!RONDA_APP_EXECUTABLE || !RONDA_APP_PATH) throw new Error('start this with: npm run demo');
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());

  const folder = devCacheFolder('demo');
  const cleanUp: (() => Promise<unknown>)[] = [];
  try {
    say('starting a private Docker engine');
    const engine = await startEngine({
      dir: devCacheFolder('demo-engine'),
      ...(RONDA_APP_USER && { group: RONDA_APP_USER }),
      signal: interrupted.signal,
    });
    cleanUp.push(() => engine.stop());

    const usual = await areFree(Object.values(USUAL_PORTS));
    say(`starting the sample RT 04 stack${usual ? '' : ' on other ports, for the usual ones are taken'}`);
    const stack = await startStack({
      engine,
      dir: join(folder, 'stack'),
      ports: usual ? 'default' : 'free',
      writerTps: 2,
      signal: interrupted.signal,
    });
    cleanUp.push(() => stack.stop());

    const home = join(folder, 'home');
    await rm(home, { recursive: true, force: true });
    await mkdir(home, { recursive: true });
    await writeFile(join(home, 'settings.json'), JSON.stringify({ ...defaultSettings, adminName: 'Demo' }));
    await addHostToHome(home, {
      name: 'Demo RT 04',
      target: { kind: 'local', socketPath: engine.socketPath },
      // Not the built-in one, for the sample stack has no Telegram bot.
      profile: await profileForStack({ ports: stack.ports }),
    });
    if (RONDA_APP_USER) await runCommand('chown', ['-R', `${RONDA_APP_USER}:`, home]);

    say('opening the console');
    const app = await _electron.launch({
      executablePath: RONDA_APP_EXECUTABLE,
      chromiumSandbox: true,
      args: [RONDA_APP_PATH, '--home', home],
      env: process.env as Record<string, string>,
    });
    cleanUp.push(() => app.close());
    const window = await app.firstWindow();
    const tiles = await firstRound(window, roundTimeoutMs);
    const up = tiles.every((tile) => tile.status === 'up');
    process.stdout.write(`\n${roundTable(tiles)}\n\n`);
    const picture = join(folder, 'console.png');
    await window.screenshot({ path: picture });
    say(`screenshot: ${picture}`);
    if (once) {
      say(up ? 'every service is up' : 'not every service is up');
      return up ? 0 : 1;
    }
    say(
      RONDA_VIRTUAL_DISPLAY
        ? 'running without a display; stop with Ctrl+C'
        : 'close the window or press Ctrl+C to stop',
    );
    await ended(app, interrupted.signal);
    return 0;
  } finally {
    // The newest first: the console lets go of the engine before the engine goes.
    for (const step of cleanUp.reverse()) {
      await step().catch((error: unknown) =>
        say(`cleaning up: ${error instanceof Error ? error.message : error}`),
      );
    }
  }
}

function ended(app: ElectronApplication, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    app.once('close', () => resolve());
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function say(line: string): void {
  process.stdout.write(`demo: ${line}\n`);
}

const { values } = parseArgs({ options: { once: { type: 'boolean', default: false } } });
process.exitCode = await demo(values.once);
// Playwright keeps handles open after the app has closed.
process.exit();
