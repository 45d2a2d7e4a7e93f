import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e/window',
  outputDir: '.cache/playwright',
  // One window at a time: the tests share one display and two cores.
  workers: 1,
  fullyParallel: false,
  // What passes only the second time is named at the end of the run.
  retries: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
});
