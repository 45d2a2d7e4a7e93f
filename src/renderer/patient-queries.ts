import { configure } from '@testing-library/react';

// Tests only, see vitest.config.ts: one second, the default, is too short for a machine that does other things.
configure({ asyncUtilTimeout: 10_000 });
