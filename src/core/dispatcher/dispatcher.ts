import {
  type Contract,
  contract,
  type EventOf,
  type InputOf,
  type OperationName,
  type OutputOf,
  type ParsedInputOf,
} from '../../shared/contract.ts';
import { isAbort, RondaError } from '../../shared/errors.ts';
import type { OperationContext } from '../../shared/operation.ts';
import type { Log } from '../platform/log.ts';

export type Handler<N extends OperationName> = (
  input: ParsedInputOf<N>,
  context: OperationContext<EventOf<N>>,
) => Promise<OutputOf<N>>;

/** The handlers of some operations; a feature exports one of these, typed by the operations it serves. */
export type Handlers<N extends OperationName = OperationName> = { [K in N]: Handler<K> };

export interface Dispatcher {
  /**
   * Runs one operation: validates its input, every event and its output.
   * @throws RondaError, and nothing else: the unexpected is logged and wrapped.
   */
  run<N extends OperationName>(
    name: N,
    input: InputOf<N>,
    context?: Partial<OperationContext<EventOf<N>>>,
  ): Promise<OutputOf<N>>;
  /** For names and inputs that come from outside: the window, the command line. */
  runUntyped(name: string, input: unknown, context: OperationContext<unknown>): Promise<unknown>;
}

function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(contract, name);
}

/** The one place where operations are run, whoever asks. */
export function createDispatcher(handlers: Handlers, log: Log): Dispatcher {
  async function runUntyped(
    name: string,
    input: unknown,
    context: OperationContext<unknown>,
  ): Promise<unknown> {
    if (!isOperationName(name))
      throw new RondaError('common.unknown-operation', { name: String(name).slice(0, 80) });
    const shape: Contract[OperationName] = contract[name];
    const parsed = shape.input.safeParse(input);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw new RondaError('common.invalid-input', {
        field: issue?.path.join('.') || name,
        problem: issue?.message ?? 'not valid',
      });
    }
    const handler = handlers[name] as (
      input: unknown,
      context: OperationContext<unknown>,
    ) => Promise<unknown>;
    try {
      context.signal.throwIfAborted();
      const output = await handler(parsed.data, {
        signal: context.signal,
        emit: async (event) => context.emit(shape.event.parse(event)),
      });
      return shape.output.parse(output);
    } catch (error) {
      if (error instanceof RondaError) throw error;
      if (isAbort(error)) throw new RondaError('common.cancelled', {}, { cause: error });
      log.error('operation failed unexpectedly', { operation: name, error });
      throw new RondaError(
        'common.unexpected',
        { detail: error instanceof Error ? error.message : String(error) },
        { cause: error },
      );
    }
  }

  return {
    runUntyped,
    run: (name, input, context) =>
      runUntyped(name, input, {
        signal: context?.signal ?? new AbortController().signal,
        emit: (context?.emit as ((event: unknown) => Promise<void>) | undefined) ?? (async () => undefined),
      }) as Promise<never>,
  };
}
