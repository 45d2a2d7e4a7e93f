import type { Severity } from '../../shared/domain/incident.ts';

export interface Notice {
  readonly title: string;
  readonly body: string;
  /** `ok` for good news. */
  readonly severity: Severity | 'ok';
  /** Of one cause: a later notice with the same key replaces the earlier one where the channel can do that. */
  readonly key: string;
}

/** A channel to the admin: a desktop notification, a line on stderr. What it gets is redacted already. */
export interface Notifier {
  notify(notice: Notice): void | Promise<void>;
}
