import { expect, test } from 'vitest';
import { failedFiles, readPlaywrightReport, readVitestReport } from './read-results.mjs';

test('vitest: passed, failed, skipped and todo tests are told apart', () => {
  const assertionResults = [
    { status: 'passed', fullName: 'a' },
    { status: 'failed', fullName: 'b', failureMessages: ['\u001b[31mwrong\u001b[39m\n  at z'] },
    { status: 'skipped', fullName: 'c' },
    { status: 'pending', fullName: 'd' },
    { status: 'todo', fullName: 'e' },
  ];
  expect(
    readVitestReport({ testResults: [{ name: 'x.test.ts', status: 'failed', assertionResults }] }),
  ).toEqual({
    passed: 1,
    failed: 1,
    failures: ['b: wrong'],
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
  expect(failedFiles(report)).toEqual(['x.test.ts']);
});

test('vitest: of a file that was run once more the second run counts, and what passed only then is named', () => {
  const file = (name, statuses) => ({
    name,
    status: statuses.includes('failed') ? 'failed' : 'passed',
    assertionResults: statuses.map((status, index) => ({
      status,
      fullName: `${name} ${index}`,
      failureMessages: status === 'failed' ? ['late'] : [],
    })),
  });
  const report = {
    testResults: [
      file('a', ['passed']),
      file('b', ['failed', 'passed', 'failed']),
      {
        name: 'c',
        status: 'failed',
        message: 'hook',
        assertionResults: [{ status: 'skipped', fullName: 'c 0' }],
      },
    ],
  };
  const repeated = { testResults: [file('b', ['passed', 'passed', 'failed']), file('c', ['passed'])] };
  expect(readVitestReport(report, repeated)).toEqual({
    passed: 4,
    failed: 1,
    failures: ['b 2: late'],
    skipped: [],
    flaky: ['b 0: late', 'c: hook'],
    problems: [],
  });
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
              {
                title: 'breaks',
                tests: [{ status: 'unexpected', results: [{ error: { message: 'not there\n at z' } }] }],
              },
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
    failures: ['night.spec.ts › round › breaks: not there'],
    skipped: ['night.spec.ts › round › waits'],
    flaky: ['night.spec.ts › round › wobbles'],
    problems: ['worker ended'],
  });
});
