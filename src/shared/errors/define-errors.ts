export interface ErrorText {
  /** What happened, in words a volunteer understands. */
  readonly message: string;
  /** What to do next. */
  readonly hint: string;
}

/** Both languages stand side by side, so that an error cannot be added in one of them only. */
export interface ErrorEntry {
  readonly en: ErrorText;
  readonly id: ErrorText;
}

/** Declares a feature's errors; codes are `feature.kebab-case` and never change once released. */
export function defineErrors<T extends Record<string, ErrorEntry>>(entries: T): T {
  return entries;
}

/** Fills `{name}` placeholders; an unknown one stays as it is, so that a mistake is seen and not hidden. */
export function fillTemplate(template: string, params: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : whole,
  );
}
