import { expect, test } from 'vitest';
import { sourcesForSuite } from './apt-sources.mjs';

const change = { codename: 'bookworm', suite: 'trixie' };

test('the other suite comes from the same mirror with the same keyring, security archive left out', () => {
  const text = `Types: deb
# a comment
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/debian.gpg

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main
`;
  expect(sourcesForSuite([{ text, format: 'deb822' }], change)).toBe(
    'Types: deb\nURIs: http://mirror.example/debian\nSuites: trixie\nComponents: main\n' +
      'Signed-By: /usr/share/keyrings/debian.gpg\n',
  );
});

test('one-line sources are understood, with and without options', () => {
  const plain = 'deb http://mirror.example/debian bookworm main\n';
  const signed = 'deb [arch=amd64 signed-by=/k.gpg] http://mirror.example/debian bookworm main contrib\n';
  expect(sourcesForSuite([{ text: plain, format: 'one-line' }], change)).not.toContain('Signed-By');
  expect(sourcesForSuite([{ text: signed, format: 'one-line' }], change)).toContain('Signed-By: /k.gpg\n');
});

test('another distribution, a disabled stanza and a third-party archive give no source', () => {
  const files = [
    { text: 'deb http://mirror.example/ubuntu noble main\n', format: 'one-line' },
    { text: '# deb http://mirror.example/debian bookworm main\n', format: 'one-line' },
    {
      text: 'Types: deb\nEnabled: no\nURIs: http://mirror.example/debian\nSuites: bookworm\nComponents: main\n',
      format: 'deb822',
    },
    { text: 'deb http://shop.example/apt bookworm stable\n', format: 'one-line' },
  ];
  expect(sourcesForSuite(files, change)).toBe('');
});
