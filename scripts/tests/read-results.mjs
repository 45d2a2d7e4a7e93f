/**
 * What one part of the test run came to.
 *
 * @typedef {{passed: number, failed: number, skipped: string[], flaky: string[], problems: string[]}} PartResult
 *   `skipped` and `flaky` name tests; a problem is a reason to fail that belongs to no test
 */

/** @returns {PartResult} */
export function emptyResult() {
  return { passed: 0, failed: 0, skipped: [], flaky: [], problems: [] };
}

/**
 * Reads the report of vitest's `json` reporter (Jest's format).
 *
 * @returns {PartResult}
 */
export function readVitestReport(report) {
  const result = emptyResult();
  for (const file of report.testResults ?? []) {
    for (const test of file.assertionResults ?? []) {
      if (test.status === 'passed') result.passed += 1;
      else if (test.status === 'failed') result.failed += 1;
      else result.skipped.push(test.fullName);
    }
    // A file that could not be loaded, or whose hooks threw, may name no failed test at all.
    if (
      file.status === 'failed' &&
      !(file.assertionResults ?? []).some(({ status }) => status === 'failed')
    ) {
      result.problems.push(`${file.name}: ${firstLine(file.message) || 'could not be run'}`);
    }
  }
  return result;
}

/**
 * Reads the report of Playwright's `json` reporter. A flaky test (passed on a retry) counts as passed, but is named.
 *
 * @returns {PartResult}
 */
export function readPlaywrightReport(report) {
  const result = emptyResult();
  for (const { title, status } of playwrightTests(report.suites ?? [], [])) {
    if (status === 'expected') result.passed += 1;
    else if (status === 'skipped') result.skipped.push(title);
    else if (status === 'flaky') {
      result.passed += 1;
      result.flaky.push(title);
    } else result.failed += 1;
  }
  for (const error of report.errors ?? [])
    result.problems.push(firstLine(error.message) || 'Playwright error');
  return result;
}

function playwrightTests(suites, parents) {
  return suites.flatMap((suite) => {
    const titles = [...parents, suite.title];
    const own = (suite.specs ?? []).flatMap((spec) =>
      (spec.tests ?? []).map((test) => ({ title: [...titles, spec.title].join(' › '), status: test.status })),
    );
    return [...own, ...playwrightTests(suite.suites ?? [], titles)];
  });
}

function firstLine(text) {
  return (text ?? '').split('\n')[0].trim();
}
