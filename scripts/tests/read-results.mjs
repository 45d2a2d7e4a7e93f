import { stripVTControlCharacters } from 'node:util';

/**
 * What one part of the test run came to.
 *
 * @typedef {{passed: number, failed: number, failures: string[], skipped: string[], flaky: string[], problems: string[]}} PartResult
 *   `failures`, `skipped` and `flaky` name tests; a problem is a reason to fail that belongs to no test
 */

/** @returns {PartResult} */
export function emptyResult() {
  return { passed: 0, failed: 0, failures: [], skipped: [], flaky: [], problems: [] };
}

/**
 * Reads the report of vitest's `json` reporter (Jest's format).
 *
 * @param report of all files
 * @param repeated of those files that failed and were run once more: it counts instead of what they came to first, and
 *   what failed only then is named as flaky
 * @returns {PartResult}
 */
export function readVitestReport(report, repeated = { testResults: [] }) {
  const result = emptyResult();
  const again = new Map((repeated.testResults ?? []).map((file) => [file.name, file]));
  for (const first of report.testResults ?? []) {
    const file = again.get(first.name) ?? first;
    for (const test of file.assertionResults ?? []) {
      if (test.status === 'passed') result.passed += 1;
      else if (test.status === 'failed') {
        result.failed += 1;
        result.failures.push(describeFailure(test.fullName, (test.failureMessages ?? [])[0]));
      } else result.skipped.push(test.fullName);
    }
    if (hasFailedItself(file))
      result.problems.push(describeFailure(file.name, file.message || 'could not be run'));
    if (file !== first) result.flaky.push(...failedOnlyFirst(first, file));
  }
  return result;
}

/** A file that could not be loaded, or whose hooks threw, may name no failed test at all. */
function hasFailedItself(file) {
  return file.status === 'failed' && !(file.assertionResults ?? []).some(({ status }) => status === 'failed');
}

function failedOnlyFirst(first, second) {
  const passed = new Set(
    (second.assertionResults ?? [])
      .filter(({ status }) => status === 'passed')
      .map(({ fullName }) => fullName),
  );
  const failures = (first.assertionResults ?? [])
    .filter(({ status, fullName }) => status === 'failed' && passed.has(fullName))
    .map(({ fullName, failureMessages }) => describeFailure(fullName, (failureMessages ?? [])[0]));
  const own = hasFailedItself(first) && second.status === 'passed';
  return own ? [...failures, describeFailure(first.name, first.message)] : failures;
}

/** @returns {string[]} the files of a report that have a failed test or could not be run */
export function failedFiles(report) {
  return (report.testResults ?? []).filter(({ status }) => status === 'failed').map(({ name }) => name);
}

/**
 * Reads the report of Playwright's `json` reporter. A flaky test (passed on a retry) counts as passed, but is named.
 *
 * @returns {PartResult}
 */
export function readPlaywrightReport(report) {
  const result = emptyResult();
  for (const { title, status, message } of playwrightTests(report.suites ?? [], [])) {
    if (status === 'expected') result.passed += 1;
    else if (status === 'skipped') result.skipped.push(title);
    else if (status === 'flaky') {
      result.passed += 1;
      result.flaky.push(title);
    } else {
      result.failed += 1;
      result.failures.push(describeFailure(title, message));
    }
  }
  for (const error of report.errors ?? [])
    result.problems.push(firstLine(error.message) || 'Playwright error');
  return result;
}

function playwrightTests(suites, parents) {
  return suites.flatMap((suite) => {
    const titles = [...parents, suite.title];
    const own = (suite.specs ?? []).flatMap((spec) =>
      (spec.tests ?? []).map((test) => ({
        title: [...titles, spec.title].join(' › '),
        status: test.status,
        message: test.results?.at(-1)?.error?.message,
      })),
    );
    return [...own, ...playwrightTests(suite.suites ?? [], titles)];
  });
}

function describeFailure(name, message) {
  const reason = firstLine(message);
  return reason ? `${name}: ${reason}` : name;
}

function firstLine(text) {
  return stripVTControlCharacters(text ?? '')
    .split('\n')[0]
    .trim();
}
