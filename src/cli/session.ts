import { resolve } from 'node:path';
import { defaultHomeRoot } from '../core/platform/home-folder.ts';
import type { EventOf, InputOf, OperationName, OutputOf } from '../shared/contract.ts';
import type { CliIo } from './cli-io.ts';
import { wantsColour } from './cli-io.ts';
import { type AnswerOptions, answerPrompts, type PromptAnswerer } from './connection/answer-prompts.ts';
import { openVault } from './connection/open-vault.ts';
import type { ExitCode } from './exit-codes.ts';
import { type Language, type Say, sayIn } from './i18n/messages.ts';
import { createPainter, type Painter } from './output/painter.ts';
import { createProgressLine, type ProgressLine } from './output/progress.ts';
import type { OpenConsole, RondaConsole } from './ronda-console.ts';

/** The options that every command takes. */
export interface GlobalOptions extends AnswerOptions {
  readonly json: boolean;
  readonly home?: string;
  readonly host?: string;
  readonly connectTimeoutMs: number;
}

/** What a command came to: one document for programs, a text for people, and how the process ends. */
export interface Outcome {
  readonly json: unknown;
  readonly text: string;
  readonly exitCode?: ExitCode;
}

/** One run of one command. */
export interface Session {
  readonly io: CliIo;
  readonly options: GlobalOptions;
  readonly paint: Painter;
  readonly progress: ProgressLine;
  readonly say: Say;
  language(): Language;
  /** Opens the console at its first use, so that help and wrong arguments cost nothing. */
  console(): Promise<RondaConsole>;
  prompts(): Promise<PromptAnswerer>;
  run<N extends OperationName>(
    name: N,
    input: InputOf<N>,
    onEvent?: (event: EventOf<N>) => Promise<void> | void,
  ): Promise<OutputOf<N>>;
  /** A remark for people that is no part of the result. */
  remark(text: string): void;
  /** Part of a result that is too long to keep: written at once, waiting while the reader is slow. */
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

export function createSession(
  io: CliIo,
  options: GlobalOptions,
  open: OpenConsole,
  requested: Language | null,
): Session {
  let opening: Promise<RondaConsole> | null = null;
  let answering: PromptAnswerer | null = null;
  let language: Language = requested ?? 'id';
  const progress = createProgressLine(options.json ? { write: () => undefined } : io.stderr);

  const start = async (): Promise<RondaConsole> => {
    io.signal.throwIfAborted();
    const homeRoot = options.home === undefined ? defaultHomeRoot(io.env) : resolve(options.home);
    const opened = await open({ homeRoot, env: io.env });
    language = requested ?? opened.state.list('settings')[0]?.language ?? 'id';
    return opened;
  };
  const getConsole = (): Promise<RondaConsole> => {
    opening ??= start();
    return opening;
  };

  const session: Session = {
    io,
    options,
    progress,
    paint: createPainter(!options.json && wantsColour(io, io.stdout)),
    say: (key, params) => sayIn(language)(key, params),
    language: () => language,
    console: getConsole,
    async prompts() {
      const opened = await getConsole();
      if (answering) return answering;
      await openVault(session, opened);
      answering = answerPrompts(session, opened);
      return answering;
    },
    async run(name, input, onEvent) {
      const { dispatcher } = await getConsole();
      const emit = async (event: EventOf<typeof name>): Promise<void> => {
        await onEvent?.(event);
      };
      return dispatcher.run(name, input, { signal: io.signal, emit });
    },
    remark(text) {
      progress.clear();
      io.stderr.write(`${text}\n`);
    },
    async write(text) {
      if (io.stdout.write(text)) return;
      await new Promise<void>((done) => {
        io.stdout.once('drain', done);
        io.stdout.once('close', done);
        io.signal.addEventListener('abort', () => done(), { once: true });
      });
    },
    async close() {
      progress.clear();
      answering?.stop();
      // A console that never opened has nothing to close, and its error was told already.
      const opened = await opening?.catch(() => null);
      await opened?.close();
    },
  };
  return session;
}
