import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { electronNodeEnv } from '../electron-node.mjs';
import { wrapperScript } from './app-launch.mjs';
import { distFolder, isolatedEnvironment } from './child-environment.mjs';
import { productionFolders } from './stage-app.mjs';

const user = { name: 'ronda-dev', uid: 990, gid: 991, home: "/tmp/it's home" };

test('the wrapper passes every argument on as it is, and gives up root before Electron starts', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ronda-wrapper-'));
  try {
    const wrapper = path.join(folder, 'wrapper');
    writeFileSync(wrapper, wrapperScript({ user, electronPath: '/opt/my electron' }));
    // A setpriv that shows its arguments stands in: the real one needs root, which a developer's machine lacks.
    writeFileSync(path.join(folder, 'setpriv'), '#!/bin/sh\nprintf "%s\\n" "$@"\n', { mode: 0o755 });
    const env = { PATH: `${folder}:${process.env.PATH}` };
    const shown = execFileSync('sh', [wrapper, '--inspect=0', 'a b', '$HOME'], { env, encoding: 'utf8' });
    const words = shown.trim().split('\n');
    expect(words.slice(0, 5)).toEqual(['--reuid', '990', '--regid', '991', '--clear-groups']);
    expect(words).toContain("HOME=/tmp/it's home");
    expect(words.slice(-4)).toEqual(['/opt/my electron', '--inspect=0', 'a b', '$HOME']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('NODE_OPTIONS and ELECTRON_ variables of the caller do not reach Electron’s Node, ours do', () => {
  const env = { NODE_OPTIONS: '--bad', ELECTRON_ENABLE_LOGGING: '1', PATH: '/bin' };
  expect(electronNodeEnv(env, { ELECTRON_EXEC_PATH: '/e' })).toEqual({
    PATH: '/bin',
    ELECTRON_EXEC_PATH: '/e',
    ELECTRON_RUN_AS_NODE: '1',
  });
});

test('the person’s Docker and Ronda settings do not reach tests or demo', () => {
  const env = { DOCKER_HOST: 'ssh://production', COMPOSE_FILE: 'x', RONDA_HOME: '/home/ani', PATH: '/bin' };
  expect(isolatedEnvironment(env)).toEqual({ PATH: '/bin' });
});

test('the dist folder is the one that Electron’s own package joins its inner path to', () => {
  expect(distFolder('/x/dist/electron')).toBe('/x/dist');
  expect(distFolder('/x/dist/Electron.app/Contents/MacOS/Electron')).toBe('/x/dist');
});

test('a copied app takes production packages, each once, without the development ones', () => {
  const packages = {
    '': {},
    'node_modules/a': {},
    'node_modules/a/node_modules/b': {},
    'node_modules/tool': { dev: true },
    'node_modules/@s/c': { optional: true },
  };
  expect(productionFolders({ packages })).toEqual(['node_modules/a', 'node_modules/@s/c']);
});
