import { expect, test } from 'vitest';
import { paintStatus, trayTexts, worstStatus } from './tray-face.ts';

test('the worst status is shown, and nothing to look at is not green', () => {
  expect(worstStatus(['up', 'degraded', 'down', 'paused'])).toBe('down');
  expect(worstStatus(['up', 'unobserved'])).toBe('unobserved');
  expect(worstStatus(['up', 'up'])).toBe('up');
  expect(worstStatus([])).toBe('unobserved');
});

test('a dot of its colour stands in the lower right, the rest of the picture as it was', () => {
  const size = 32;
  const blank = new Uint8Array(size * size * 4);
  const pixel = (pixels: Uint8Array, x: number, y: number) => [
    ...pixels.subarray((y * size + x) * 4).subarray(0, 4),
  ];
  const down = paintStatus(blank, size, 'down');
  expect(pixel(down, 22, 22)).toEqual([45, 45, 214, 255]);
  expect(pixel(paintStatus(blank, size, 'up'), 22, 22)).toEqual([84, 160, 34, 255]);
  expect(pixel(down, 3, 3)).toEqual([0, 0, 0, 0]);
  expect([...blank].every((byte) => byte === 0)).toBe(true);
});

test('the icon says in words what its colour says', () => {
  const incidents = [{ state: 'open' }, { state: 'closed' }] as const;
  expect(trayTexts('down', incidents, 'en').tooltip).toBe('Ronda: a service is down · 1 open incident');
  expect(trayTexts('up', [], 'id')).toEqual({
    tooltip: 'Ronda: semua baik',
    show: 'Buka Ronda',
    quit: 'Keluar',
  });
});
