/**
 * Judges one part. Besides failed tests, what fails is: a command that said so although no test did, no test at all,
 * and every skipped test, for a skipped test looks like a kept promise.
 *
 * @param {import('./read-results.mjs').PartResult} result
 * @param {number} exitCode of the part's command
 * @returns {{passed: number, failed: number, reasons: string[]}} `failed` counts the reasons that are no test as well
 */
export function judgePart(result, exitCode) {
  const reasons = [
    ...result.problems,
    ...result.skipped.map((name) => `skipped: ${name}`),
    ...(result.passed + result.failed + result.skipped.length === 0 ? ['no test ran'] : []),
  ];
  if (exitCode !== 0 && result.failed === 0 && reasons.length === 0) {
    reasons.push(`ended with exit code ${exitCode} although no test failed`);
  }
  return { passed: result.passed, failed: result.failed + reasons.length, reasons };
}

/**
 * @param {{passed: number, failed: number}[]} parts
 * @returns {{passed: number, failed: number, line: string, exitCode: number}}
 */
export function sumParts(parts) {
  const passed = parts.reduce((sum, part) => sum + part.passed, 0);
  const failed = parts.reduce((sum, part) => sum + part.failed, 0);
  // Nothing at all having run is no success either.
  return {
    passed,
    failed,
    line: `Tests: ${passed} passed, ${failed} failed`,
    exitCode: failed > 0 || passed === 0 ? 1 : 0,
  };
}
