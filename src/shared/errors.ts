import { z } from 'zod';
import { alertErrors } from './errors/alerts.ts';
import { archiveErrors } from './errors/archive.ts';
import { backupErrors } from './errors/backup.ts';
import { backupPlanErrors } from './errors/backup-plan.ts';
import { cliErrors } from './errors/cli.ts';
import { commonErrors } from './errors/common.ts';
import { configurationErrors } from './errors/configuration.ts';
import { dataHistoryErrors } from './errors/data-history.ts';
import { fillTemplate } from './errors/define-errors.ts';
import { environmentErrors } from './errors/environment.ts';
import { healthErrors } from './errors/health.ts';
import { hostEngineErrors } from './errors/host-engine.ts';
import { hostErrors } from './errors/hosts.ts';
import { imageErrors } from './errors/images.ts';
import { incidentErrors } from './errors/incidents.ts';
import { logErrors } from './errors/logs.ts';
import { nightWatchErrors } from './errors/night-watch.ts';
import { profileErrors } from './errors/profile.ts';
import { rebuildErrors } from './errors/rebuild.ts';
import { secondCopyErrors } from './errors/second-copy.ts';
import { serverCopyErrors } from './errors/server-copy.ts';
import { serverTaskErrors } from './errors/server-task.ts';
import { serviceErrors } from './errors/services.ts';
import { silenceErrors } from './errors/silences.ts';
import { stateErrors } from './errors/state.ts';
import { vaultErrors } from './errors/vault.ts';
import { vitalsErrors } from './errors/vitals.ts';

const catalogue = {
  ...commonErrors,
  ...alertErrors,
  ...archiveErrors,
  ...imageErrors,
  ...rebuildErrors,
  ...backupErrors,
  ...backupPlanErrors,
  ...cliErrors,
  ...configurationErrors,
  ...dataHistoryErrors,
  ...environmentErrors,
  ...healthErrors,
  ...hostEngineErrors,
  ...hostErrors,
  ...incidentErrors,
  ...logErrors,
  ...nightWatchErrors,
  ...profileErrors,
  ...serverCopyErrors,
  ...secondCopyErrors,
  ...serverTaskErrors,
  ...serviceErrors,
  ...silenceErrors,
  ...stateErrors,
  ...vaultErrors,
  ...vitalsErrors,
};

/** Every error that Ronda expects, by its stable code. */
export type ErrorCode = keyof typeof catalogue;
/** Values for the `{placeholders}` of an error's text. Shown to people: never a secret. */
export type ErrorParams = Readonly<Record<string, string | number>>;

/** What crosses a process border instead of an exception. */
export const ErrorShape = z.object({
  code: z.string(),
  /** In English; the window shows the admin's language by looking `code` up with `params`. */
  message: z.string(),
  hint: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type ErrorShape = z.infer<typeof ErrorShape>;

/**
 * An error that was expected to happen some day: it carries a code, a message a volunteer understands and a
 * hint what to do next. Anything else that is thrown is a bug and is reported as `common.unexpected`.
 */
export class RondaError extends Error {
  readonly code: ErrorCode;
  readonly params: ErrorParams;

  constructor(code: ErrorCode, params: ErrorParams = {}, options?: { cause?: unknown }) {
    super(fillTemplate(catalogue[code].en.message, params), options);
    this.name = 'RondaError';
    this.code = code;
    this.params = params;
  }

  get hint(): string {
    return fillTemplate(catalogue[this.code].en.hint, this.params);
  }

  toShape(): ErrorShape {
    return { code: this.code, message: this.message, hint: this.hint, params: { ...this.params } };
  }
}

function isKnownCode(code: string): code is ErrorCode {
  return Object.hasOwn(catalogue, code);
}

/** The text of an error in the admin's language; a code this build does not know keeps its English text. */
export function errorText(error: ErrorShape, language: 'en' | 'id'): { message: string; hint: string } {
  if (!isKnownCode(error.code)) return { message: error.message, hint: error.hint };
  const text = catalogue[error.code][language];
  return { message: fillTemplate(text.message, error.params), hint: fillTemplate(text.hint, error.params) };
}

/** True for the abort of an AbortSignal, however it is dressed. */
export function isAbort(error: unknown): boolean {
  return (
    (error instanceof Error && (error.name === 'AbortError' || error.name === 'CallerGone')) ||
    (error instanceof RondaError && error.code === 'common.cancelled')
  );
}

/** Turns whatever was thrown into a shape that can be shown; the unexpected keeps its own text as a detail. */
export function toErrorShape(error: unknown): ErrorShape {
  if (error instanceof RondaError) return error.toShape();
  if (isAbort(error)) return new RondaError('common.cancelled').toShape();
  const detail = error instanceof Error ? error.message : String(error);
  return new RondaError('common.unexpected', { detail }).toShape();
}

/** Rebuilds the error on the far side of a process border, so that callers can catch a `RondaError` again. */
export function fromErrorShape(shape: ErrorShape): RondaError {
  return isKnownCode(shape.code)
    ? new RondaError(shape.code, shape.params)
    : new RondaError('common.unexpected', { detail: shape.message });
}
