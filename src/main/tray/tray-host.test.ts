import { expect, test } from 'vitest';
import { hasTrayHost } from './tray-host.ts';

test('a Linux desktop has a tray only if its bus says so, whichever command can ask it', async () => {
  const asked: string[] = [];
  const answering = (which: string | null) => async (command: string) => {
    asked.push(command);
    return command === which;
  };
  expect(await hasTrayHost('linux', answering('busctl'))).toBe(true);
  expect(asked).toEqual(['gdbus', 'busctl']);
  expect(await hasTrayHost('linux', answering(null))).toBe(false);
});

test('a computer without a session bus has none', async () => {
  expect(await hasTrayHost('linux')).toBe(false);
});

test('Windows and macOS are not asked', async () => {
  const never = () => Promise.reject(new Error('asked'));
  expect(await hasTrayHost('win32', never)).toBe(true);
  expect(await hasTrayHost('darwin', never)).toBe(true);
});
