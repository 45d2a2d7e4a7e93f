import { expect, test } from 'vitest';
import { readPlaywrightReport, readVitestReport } from './read-results.mjs';

test('vitest: passed, failed, skipped and todo tests are told apart', () => {
  const assertionResults = [
    { status: 'passed', fullName: 'a' },
    { status: 'failed', fullName: 'b' },
    { status: 'skipped', fullName: 'c' },
    { status: 'pending', fullName: 'd' },
    { status: 'todo', fullName: 'e' },
  ];
  expect(
    readVitestReport({ testResults: [{ name: 'x.test.ts', status: 'failed', assertionResults }] }),
  ).toEqual({
    passed: 1,
    failed: 1,
    skipped: ['c', 'd', 'e'],
    flaky: [],
    problems: [],
  });
});

test('vitest: a file that could not be loaded is a problem although it names no test', () => {
  const report = {
    testResults: [
      { name: 'x.test.ts', status: 'failed', message: 'Cannot find y\n  at z', assertionResults: [] },
    ],
  };
  expect(readVitestReport(report).problems).toEqual(['x.test.ts: Cannot find y']);
});

test('vitest: a file whose hook threw is a problem although its tests are only skipped', () => {
  const assertionResults = [{ status: 'skipped', fullName: 'a' }];
  const report = {
    testResults: [{ name: 'x.test.ts', status: 'failed', message: 'hook', assertionResults }],
  };
  expect(readVitestReport(report)).toMatchObject({ skipped: ['a'], problems: ['x.test.ts: hook'] });
});

test('playwright: nested suites are counted, a flaky test passes but is named', () => {
  const report = {
    suites: [
      {
        title: 'night.spec.ts',
        specs: [{ title: 'opens', tests: [{ status: 'expected' }] }],
        suites: [
          {
            title: 'round',
            specs: [
              { title: 'breaks', tests: [{ status: 'unexpected' }] },
              { title: 'wobbles', tests: [{ status: 'flaky' }] },
              { title: 'waits', tests: [{ status: 'skipped' }] },
            ],
          },
        ],
      },
    ],
    errors: [{ message: 'worker ended\nstack' }],
  };
  expect(readPlaywrightReport(report)).toEqual({
    passed: 2,
    failed: 1,
    skipped: ['night.spec.ts › round › waits'],
    flaky: ['night.spec.ts › round › wobbles'],
    problems: ['worker ended'],
  });
});
