import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from '../fixtures/console-app.ts';

test('the page runs in a sandbox, isolated, without Node', async ({ console: { app, window } }) => {
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    // Not in Electron's types, and the only place that says what the page was really made with.
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as
      | (Electron.WebContents & { getLastWebPreferences(): Electron.WebPreferences })
      | undefined;
    const { sandbox, contextIsolation, nodeIntegration, webviewTag } =
      contents?.getLastWebPreferences() ?? {};
    return { sandbox, contextIsolation, nodeIntegration, webviewTag };
  });
  expect(preferences).toEqual({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
  });
  expect(await window.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe('undefined');

  const pid = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
  );
  // 2 is SECCOMP_MODE_FILTER: the kernel itself filters what the page's process may ask for.
  expect(await readFile(`/proc/${pid}/status`, 'utf8')).toMatch(/^Seccomp:\s+2$/m);
});

test('the window gets four functions and nothing else', async ({ console: { window } }) => {
  expect(await window.evaluate(() => Object.keys(self.ronda).sort())).toEqual([
    'cancel',
    'onEvent',
    'pathOf',
    'start',
  ]);
  // Of what a page makes up there is no path to be had.
  expect(await window.evaluate(() => self.ronda.pathOf(new File(['x'], '/etc/passwd')))).toBe('');
});

test('injected script cannot evaluate text, connect, open windows or leave', async ({
  console: { app, window },
}) => {
  const outcome = await window.evaluate(async () => {
    const tried: Record<string, string> = {};
    // The debugger lifts the policy for the task it starts: the attacks have to run in a later one.
    await new Promise((resolve) => setTimeout(resolve, 0));
    const attempt = async (name: string, work: () => unknown): Promise<void> => {
      try {
        tried[name] = `allowed: ${String(await work())}`;
      } catch (error) {
        tried[name] = error instanceof Error ? error.name : 'refused';
      }
    };
    // biome-ignore lint/security/noGlobalEval: this is the attack
    await attempt('eval', () => globalThis.eval('1 + 1'));
    await attempt('Function', () => new Function('return 1')());
    await attempt('fetch', () => fetch('https://example.org/'));
    await attempt('fetch-own', () => fetch('app://ronda/index.html'));
    await attempt('import', () => import('data:text/javascript,export default 1' as string));
    tried.open = String(self.open('https://example.org/'));
    const inline = document.createElement('script');
    inline.textContent = 'document.documentElement.dataset.injected = "yes"';
    document.head.append(inline);
    tried.inline = document.documentElement.dataset.injected ?? 'blocked';
    const image = new Image();
    tried.image = await new Promise<string>((resolve) => {
      image.onload = () => resolve('allowed');
      image.onerror = () => resolve('blocked');
      image.src = 'https://example.org/x.png';
    });
    return tried;
  });
  expect(outcome).toMatchObject({ open: 'null', inline: 'blocked', image: 'blocked' });
  for (const name of ['eval', 'Function', 'fetch', 'fetch-own', 'import']) {
    expect(outcome[name], name).not.toContain('allowed');
  }

  const before = window.url();
  for (const url of ['https://example.org/', 'file:///etc/passwd', 'data:text/html,x']) {
    await window.evaluate((target) => {
      location.href = target;
    }, url);
  }
  await window.waitForTimeout(500);
  expect(window.url()).toBe(before);
  expect(app.windows()).toHaveLength(1);
});

test('a call from a subframe is refused and logged', async ({ console: { app, window, home } }) => {
  // The frame has our own origin and even our preload's way in: only its place in the tree gives it away.
  const answer = await app.evaluate(async ({ BrowserWindow, ipcMain }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (!contents) throw new Error('no window');
    const handlers = (
      ipcMain as unknown as { _invokeHandlers: Map<string, (...args: unknown[]) => Promise<unknown>> }
    )._invokeHandlers;
    const start = handlers.get('ronda:start');
    const forged = (senderFrame: unknown) =>
      start?.({ sender: contents, senderFrame }, 'x1', 'hosts.list', {});
    return {
      nullFrame: await forged(null),
      subframe: await forged({ url: 'app://ronda/index.html', parent: contents.mainFrame }),
      elsewhere: await forged({ url: 'https://example.org/' }),
    };
  });
  for (const result of Object.values(answer)) {
    expect(result).toMatchObject({ ok: false, error: { code: 'common.refused-caller' } });
  }
  await window.evaluate(() => {
    const frame = document.createElement('iframe');
    frame.src = 'app://ronda/index.html';
    document.body.append(frame);
  });
  await window.waitForTimeout(500);
  expect(window.frames().filter((frame) => frame.url().startsWith('app://'))).toHaveLength(1);
  expect(await readFile(join(home, 'logs', 'ronda.log'), 'utf8')).toContain('foreign frame');
});

test('a call that does not keep the contract is refused', async ({ console: { window } }) => {
  const call = (name: string, input: unknown) =>
    window.evaluate(([n, i]) => self.ronda.start(crypto.randomUUID(), n as string, i), [
      name,
      input,
    ] as const);
  expect(await call('vault.read', {})).toMatchObject({
    ok: false,
    error: { code: 'common.unknown-operation' },
  });
  expect(await call('__proto__', {})).toMatchObject({
    ok: false,
    error: { code: 'common.unknown-operation' },
  });
  expect(await call('hosts.list', { extra: 1 })).toMatchObject({
    ok: false,
    error: { code: 'common.invalid-input' },
  });
});

for (const url of [
  'file:///etc/passwd',
  'smb://server/share',
  'ronda-custom:x',
  'http://example.org/',
  'javascript:alert(1)',
]) {
  test(`opening ${url} outside is refused`, async ({ console: { window } }) => {
    const result = await window.evaluate(
      (target) => self.ronda.start('open', 'app.open-external', { url: target }),
      url,
    );
    expect(result).toMatchObject({ ok: false, error: { code: 'common.invalid-input' } });
  });
}

test('no operation of the contract returns a secret', async ({ console: { window } }) => {
  const run = (name: string, input: unknown) =>
    window.evaluate(([n, i]) => self.ronda.start(crypto.randomUUID(), n as string, i), [
      name,
      input,
    ] as const);
  await run('vault.create', { passphrase: 'kentongan tiga kali' });
  expect(await run('vault.list', {})).toMatchObject({ ok: true, output: { secrets: [] } });
  expect(await run('vault.get', { name: 'x' })).toMatchObject({ ok: false });
});

test('without a keyring a passphrase is asked and nothing is stored in plain text', async ({
  console: { window, home },
}) => {
  const create = (passphrase: string | null) =>
    window.evaluate(
      (text) => self.ronda.start(crypto.randomUUID(), 'vault.create', { passphrase: text }),
      passphrase,
    );
  expect(await create(null)).toMatchObject({ ok: false, error: { code: 'vault.needs-passphrase' } });
  await expect(readFile(join(home, 'vault.json'))).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await create('kentongan tiga kali')).toMatchObject({ ok: true });
  expect(await readFile(join(home, 'vault.json'), 'utf8')).not.toMatch(/AGE-SECRET-KEY|kentongan/);
});

test('a killed page comes back by itself', async ({ console: { app, window } }) => {
  const loadedPid = () =>
    app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      return contents && !contents.isCrashed() && !contents.isLoading() ? contents.getOSProcessId() : null;
    });
  await expect(window.getByRole('heading', { name: 'Whose watch is it tonight?' })).toBeVisible();
  const before = await loadedPid();
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  );
  // toPass and not poll: while the page is torn down Playwright may lose an answer ("promise was garbage collected").
  // And a page asked just before it is torn down never answers: the wait inside ends that attempt.
  await expect(async () => {
    const now = await loadedPid();
    expect(now).not.toBeNull();
    expect(now).not.toBe(before);
    const text = await app.evaluate(({ BrowserWindow }) =>
      Promise.race([
        BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.body.innerText.length > 0'),
        new Promise((resolve) => setTimeout(resolve, 2000, 'no answer')),
      ]),
    );
    expect(text).toBe(true);
  }).toPass({ timeout: 30_000 });
});

test('the app’s own protocol serves its page and nothing outside its folder', async ({
  console: { app },
}) => {
  const answers = await app.evaluate(async ({ net }) => {
    const addresses = [
      'app://ronda/../../../../../../../../etc/passwd',
      'app://ronda/..%2f..%2f..%2f..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd',
      'app://ronda/%2e%2e/%2e%2e/main/index.js',
      'app://ronda//etc/passwd',
      'app://elsewhere/index.html',
      'app://ronda/assets',
      'app://ronda/index.html%00.js',
    ];
    const ask = async (url: string): Promise<string> => {
      try {
        const response = await net.fetch(url);
        return `${response.status} ${await response.text()}`;
      } catch {
        return 'refused';
      }
    };
    return { page: await ask('app://ronda/index.html'), others: await Promise.all(addresses.map(ask)) };
  });
  expect(answers.page).toMatch(/^200 <!doctype html>/i);
  for (const answer of answers.others) expect(answer).toMatch(/^(refused|[45]\d\d )$/);
  expect(answers.others.join()).not.toMatch(/root:|require\(|import /);
});

test('a webview put into the page stays an empty element', async ({ console: { app, window } }) => {
  const before = await app.evaluate(({ webContents }) => webContents.getAllWebContents().length);
  const isPlain = await window.evaluate(() => {
    const view = document.createElement('webview');
    view.setAttribute('src', 'https://example.org/');
    view.setAttribute('nodeintegration', '');
    view.setAttribute('preload', 'file:///etc/passwd');
    document.body.append(view);
    return view.shadowRoot === null && !('getWebContentsId' in view);
  });
  expect(isPlain).toBe(true);
  expect(await app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(before);
});

test('every permission is refused', async ({ console: { window } }) => {
  const states = await window.evaluate(async () => {
    const names = [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'clipboard-read',
    ] as PermissionName[];
    return Promise.all(names.map(async (name) => (await navigator.permissions.query({ name })).state));
  });
  expect(new Set(states)).toEqual(new Set(['denied']));
});
