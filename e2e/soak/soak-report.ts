/** How often a soak repeats itself: `RONDA_SOAK_ROUNDS`, else what it is usually. */
export function rounds(usual: number): number {
  return numberFrom('RONDA_SOAK_ROUNDS', usual);
}

/** A positive number of the environment, or the usual one. @throws Error when it is no such number */
export function numberFrom(name: string, usual: number): number {
  const text = process.env[name];
  if (text === undefined || text === '') return usual;
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0)
    throw new Error(`${name} must be a positive number, not ${text}`);
  return value;
}

/** One line of figures, so that a run says what it measured and not only that it passed. */
export function report(what: string, figures: Readonly<Record<string, number | string>>): void {
  const text = Object.entries(figures).map(([name, value]) => `${name} ${value}`);
  process.stdout.write(`soak: ${what}: ${text.join(', ')}\n`);
}
