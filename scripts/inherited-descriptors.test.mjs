import { closeSync, openSync } from 'node:fs';
import { expect, test } from 'vitest';
import { closedDescriptor, stdioFor } from './inherited-descriptors.mjs';

const three = ['inherit', 'inherit', 'inherit'];

test('a descriptor that an argument names is handed on, in both spellings', () => {
  expect(stdioFor(['backup', '--passphrase-fd', '3'])).toEqual([...three, 3]);
  expect(stdioFor(['--passphrase-fd=5'])).toEqual([...three, 'ignore', 'ignore', 5]);
});

test('without one, or with nonsense, only the usual three are', () => {
  expect(stdioFor(['check', '--json'])).toEqual(three);
  expect(stdioFor(['--passphrase-fd', 'x', '--passphrase-fd=99999', '--passphrase-fd'])).toEqual(three);
  expect(stdioFor(['--passphrase-fd', '0'])).toEqual(three);
});

test('a descriptor that nobody opened is named before anything is read from its number', () => {
  const open = openSync(process.execPath, 'r');
  const args = ['--passphrase-fd', String(open)];
  expect(closedDescriptor(args)).toBeUndefined();
  closeSync(open);
  expect(closedDescriptor(['--passphrase-fd', '254'])).toBe(254);
  expect(closedDescriptor([])).toBeUndefined();
});
