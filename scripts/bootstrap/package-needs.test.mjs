import { expect, test } from 'vitest';
import { chooseNames, missingPackages, parseCandidates, parseInstalled } from './package-needs.mjs';

const nothing = { installed: new Set(), hasCommand: () => false };

test('a machine with docker-ce does not get docker.io on top of it', () => {
  const machine = {
    installed: new Set(['iptables', 'busybox-static', 'iproute2']),
    hasCommand: (name) => name === 'dockerd',
  };
  expect(missingPackages(['engine'], machine).map(({ names }) => names[0])).toEqual([
    'docker-compose',
    'docker-registry',
  ]);
});

test('a library that a newer release renamed counts as there', () => {
  const installed = new Set(['libgtk-3-0t64', 'libnss3', 'libasound2t64', 'libgbm1', 'libxss1']);
  expect(missingPackages(['electron'], { ...nothing, installed })).toEqual([]);
});

test('a need without packages asks for none', () => {
  expect(missingPackages(['user', 'compose-v2'], nothing)).toEqual([]);
});

test('of alternatives the first that the release has is installed', () => {
  const missing = [{ names: ['libasound2', 'libasound2t64'] }, { names: ['xvfb'] }];
  expect(chooseNames(missing, new Set(['libasound2t64', 'xvfb']))).toEqual({
    install: ['libasound2t64', 'xvfb'],
    unknown: [],
  });
});

test('a package that no list knows is named, so that the lists are updated', () => {
  expect(chooseNames([{ names: ['xvfb'] }], new Set())).toEqual({ install: [], unknown: ['xvfb'] });
});

test('a removed package with left-over configuration does not count as installed', () => {
  expect(parseInstalled('installed xauth\nconfig-files docker.io\nnot-installed xvfb\n')).toEqual(
    new Set(['xauth']),
  );
});

test('a package with only a virtual name has no candidate', () => {
  const policy =
    'libasound2:\n  Installed: (none)\n  Candidate: (none)\nxvfb:\n  Installed: (none)\n  Candidate: 2:21.1\n';
  expect(parseCandidates(policy)).toEqual(new Set(['xvfb']));
});
