import { BootstrapError } from '../bootstrap/report.mjs';

/**
 * The parts of `npm test`, in the order they run, and what each needs set up.
 *
 * @type {{name: string, needs: string[]}[]}
 */
export const PARTS = [
  { name: 'types', needs: [] },
  { name: 'lint', needs: [] },
  { name: 'build', needs: ['electron'] },
  { name: 'unit', needs: ['electron', 'tools', 'ssh'] },
  { name: 'integration', needs: ['electron', 'tools', 'ssh', 'engine', 'other-engines', 'compose-v2'] },
  { name: 'e2e', needs: ['electron', 'tools', 'ssh', 'engine', 'compose-v2', 'user', 'display'] },
];

/**
 * Splits `npm test -- …`: part names first; what follows goes to the test runners of these parts.
 *
 * @param {string[]} args
 * @returns {{parts: typeof PARTS, runnerArgs: string[]}} all parts when none is named
 * @throws {BootstrapError} for a word that is no part
 */
export function chooseParts(args) {
  const known = new Set(PARTS.map(({ name }) => name));
  const end = args.findIndex((arg) => !known.has(arg));
  const names = end === -1 ? args : args.slice(0, end);
  const runnerArgs = end === -1 ? [] : args.slice(end);
  if (names.length === 0 && runnerArgs.length > 0) {
    throw new BootstrapError(
      `There is no test part "${runnerArgs[0]}".`,
      `Parts are: ${PARTS.map(({ name }) => name).join(', ')}. Further words go to their test runner.`,
    );
  }
  const parts = names.length === 0 ? PARTS : PARTS.filter(({ name }) => names.includes(name));
  return { parts, runnerArgs };
}

/** The needs of some parts, each once. */
export function needsOf(parts) {
  return [...new Set(parts.flatMap(({ needs }) => needs))];
}
