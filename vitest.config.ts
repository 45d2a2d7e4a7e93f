import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const integration = ['src/**/*.integration.test.ts', 'e2e/**/*.integration.test.ts'];

export default defineConfig({
  plugins: [react()],
  test: {
    pool: 'threads',
    // A machine that does other things is late; what never comes is as wrong after a second as after ten.
    expect: { poll: { timeout: 15_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            'src/{shared,core,main,cli}/**/*.test.ts',
            'scripts/**/*.test.mjs',
            'e2e/unit/**/*.test.ts',
          ],
          exclude: integration,
          environment: 'node',
          testTimeout: 15_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'renderer',
          include: ['src/renderer/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
          testTimeout: 15_000,
          setupFiles: ['src/renderer/patient-queries.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: integration,
          environment: 'node',
          // One engine and one sshd serve them all; two at once on two cores only make timeouts.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'soak',
          include: ['e2e/soak/**/*.soak.ts'],
          environment: 'node',
          fileParallelism: false,
          testTimeout: 1_800_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
