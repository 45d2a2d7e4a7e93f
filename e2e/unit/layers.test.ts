import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const layers = ['shared', 'core', 'main', 'preload', 'renderer', 'cli'];
const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');

/** A project of nothing but our rules and one file: the real tree is not touched by its violations. */
function projectWith(path: string, text: string, rules: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'ronda-layers-'));
  for (const file of [...rules, path]) mkdirSync(dirname(join(folder, file)), { recursive: true });
  for (const rule of rules) copyFileSync(join(root, rule), join(folder, rule));
  writeFileSync(join(folder, path), text);
  return folder;
}

function run(
  script: string,
  args: readonly string[],
  cwd: string,
): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  return { status, output: stdout + stderr };
}

function lint(path: string, text: string): string {
  const folder = projectWith(path, text, ['biome.json', '.gitignore']);
  try {
    return run(biome, ['lint', '--vcs-enabled=false', path], folder).output;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test.each([
  ['src/shared/x.ts', 'node:fs'],
  ['src/shared/x.ts', '../core/console.ts'],
  ['src/core/x.ts', 'electron'],
  ['src/core/x.ts', 'react'],
  ['src/core/hosts/x.ts', '../../main/index.ts'],
  ['src/core/x.ts', '../cli/run-cli.ts'],
  ['src/cli/x.ts', 'electron'],
  ['src/cli/x.ts', '../renderer/main.tsx'],
  ['src/main/x.ts', '../renderer/main.tsx'],
  ['src/preload/x.ts', '../core/console.ts'],
  ['src/preload/x.ts', 'node:fs'],
  ['src/renderer/x.ts', 'node:fs'],
  ['src/renderer/x.ts', 'electron'],
  ['src/renderer/features/logs/x.ts', '../../../core/console.ts'],
])('%s may not import %s', (path, specifier) => {
  expect(lint(path, `import * as x from '${specifier}';\nconsole.log(x);\n`)).toContain(
    'noRestrictedImports',
  );
});

test('an import that is allowed passes', () => {
  const text = "import { contract } from '../shared/contract.ts';\n\nconsole.log(contract);\n";
  expect(lint('src/core/x.ts', text)).not.toContain('noRestrictedImports');
});

test('text in the window that is in no catalogue is refused', () => {
  const text = 'export function Hello() {\n  return <p>Selamat pagi</p>;\n}\n';
  expect(lint('src/renderer/x.tsx', text)).toContain('noJsxLiterals');
});

test('every source file lies in a layer that the rules cover', () => {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'src'], {
    cwd: root,
    encoding: 'utf8',
  });
  const stray = files
    .split('\n')
    .filter((file) => file !== '' && !layers.some((layer) => file.startsWith(`src/${layer}/`)));
  expect(stray).toEqual([]);
});

test('the type checker refuses an import across layers by itself', () => {
  const violation = "export { x } from '../core/x.ts';\n";
  const folder = projectWith('src/shared/violation.ts', violation, [
    'tsconfig.base.json',
    'src/shared/tsconfig.json',
  ]);
  try {
    mkdirSync(join(folder, 'src', 'core'));
    writeFileSync(join(folder, 'src', 'core', 'x.ts'), 'export const x = 1;\n');
    const { status, output } = run(tsc, ['-b', 'src/shared'], folder);
    expect(status).not.toBe(0);
    expect(output).toContain('TS6307');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
