/**
 * The packages that the app loads at run time, found by walking the lock file from the app's own dependencies the way
 * Node resolves them. Peers and optional packages are left out: a type checker that some package can work with, native
 * helpers that were never built.
 *
 * @param {{packages: Record<string, {dependencies?: Record<string, string>}>}} lock
 * @returns {string[]} folders, relative to the checkout, sorted
 */
export function runtimePackages({ packages }) {
  const found = new Set();
  const waiting = [''];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const name of Object.keys(packages[folder]?.dependencies ?? {})) {
      const resolved = resolveFrom(folder, name, packages);
      if (resolved === undefined)
        throw new Error(`The lock file has no ${name}, which ${folder || 'the app'} needs`);
      if (found.has(resolved)) continue;
      found.add(resolved);
      waiting.push(resolved);
    }
  }
  return [...found].sort();
}

/** Looks in the folder's own node_modules, then in each one above it. */
function resolveFrom(folder, name, packages) {
  for (let above = folder; ; above = above.slice(0, Math.max(0, above.lastIndexOf('/node_modules/')))) {
    const candidate = `${above === '' ? '' : `${above}/`}node_modules/${name}`;
    if (packages[candidate] !== undefined) return candidate;
    if (above === '') return undefined;
  }
}
