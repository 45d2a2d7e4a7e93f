import type { AlertContent } from '../alert-content.ts';

/** A message as the outbox holds it. */
export function contentNamed(title: string, more: Partial<AlertContent> = {}): AlertContent {
  return {
    kind: 'down',
    severity: 'P3',
    title,
    lines: ['Server: RT 04', 'Incident #1 · P3'],
    repeatNote: '(Possibly repeated)',
    at: 1_800_000_000_000,
    incidents: [{ id: 'incident-1', number: 1, service: 'Warga', severity: 'P3' }],
    host: 'RT 04',
    ...more,
  };
}

/** Has the form of a bot token, and is none. */
export const fakeToken = `123456789:${'AAE-abcdefghijklmnopqrstuvwxyz_01234'.slice(0, 35)}`;
