import { CommanderError } from 'commander';
import { type ErrorShape, errorText, RondaError, toErrorShape } from '../shared/errors.ts';
import type { CliIo } from './cli-io.ts';
import { addAlertCommands } from './commands/alerts.ts';
import { addArchiveCommands } from './commands/archive.ts';
import { addBackupCommands } from './commands/backup.ts';
import { addBackupContentsCommands } from './commands/backup-contents.ts';
import { addBackupKeyCommands } from './commands/backup-key.ts';
import { addBackupPlanCommands } from './commands/backup-plan.ts';
import { addCheckCommand } from './commands/check.ts';
import { addConfigurationCommands } from './commands/configuration.ts';
import { addDataCommands } from './commands/data.ts';
import { addEnvironmentCommands } from './commands/environment.ts';
import { addHostCommands } from './commands/host.ts';
import { addImageCommands } from './commands/image.ts';
import { addIncidentCommands } from './commands/incident.ts';
import { addLogsCommand } from './commands/logs.ts';
import { addNightWatchCommands } from './commands/night-watch.ts';
import { addProfileCommands } from './commands/profile.ts';
import { addRebuildCommands } from './commands/rebuild.ts';
import { addRestoreCommand } from './commands/restore.ts';
import { addRestoreTestCommand } from './commands/restore-test.ts';
import { addSecondCopyCommands } from './commands/second-copy.ts';
import { addServerCopyCommands } from './commands/server-copy.ts';
import { addServiceCommands } from './commands/service.ts';
import { addSilenceCommands } from './commands/silence.ts';
import { addUptimeCommand } from './commands/uptime.ts';
import { addVerifyCommand } from './commands/verify.ts';
import { addVitalsCommand } from './commands/vitals.ts';
import { type ExitCode, exitCodeOf, exitCodes } from './exit-codes.ts';
import { type Language, type MessageKey, requestedLanguage, type Say, sayIn } from './i18n/messages.ts';
import { plainText } from './output/plain-text.ts';
import { createProgram, globalOptions } from './program-options.ts';
import type { OpenConsole } from './ronda-console.ts';
import type { Run } from './run.ts';
import { createSession, type Outcome, type Session } from './session.ts';

/**
 * Runs one `ronda` command and resolves to its exit code; never rejects. The checkout's `ronda` and the packaged
 * app's binary both come here.
 * @param argv the words after the program's name
 */
export async function runCli(
  argv: readonly string[],
  io: CliIo,
  open: OpenConsole,
  version = '0.0.0',
): Promise<ExitCode> {
  const requested = requestedLanguage(argv, io.env);
  const say = sayIn(requested ?? 'id');
  const program = createProgram(say, version);
  let exitCode: ExitCode = exitCodes.ok;
  let language: Language = requested ?? 'id';
  let usageText = '';
  program.configureOutput({
    writeOut: (text) => io.stdout.write(text),
    // Kept back: with --json an error is a document on stdout, and there it must be alone.
    writeErr: (text) => {
      usageText += text;
    },
  });
  const run: Run = async (work) => {
    const session = createSession(io, globalOptions(program), open, requested);
    try {
      const outcome = await work(session);
      session.progress.clear();
      await writeOutcome(session, outcome);
      exitCode = outcome.exitCode ?? exitCodes.ok;
    } finally {
      language = session.language();
      await session.close();
    }
  };
  for (const add of [
    addHostCommands,
    addCheckCommand,
    addLogsCommand,
    addServiceCommands,
    addBackupCommands,
    addVerifyCommand,
    addRestoreTestCommand,
    addBackupContentsCommands,
    addBackupKeyCommands,
    addRestoreCommand,
    addArchiveCommands,
    addDataCommands,
    addEnvironmentCommands,
    addConfigurationCommands,
    addImageCommands,
    addRebuildCommands,
    addIncidentCommands,
    addAlertCommands,
    addNightWatchCommands,
    addServerCopyCommands,
    addSecondCopyCommands,
    addBackupPlanCommands,
    addSilenceCommands,
    addUptimeCommand,
    addVitalsCommand,
    addProfileCommands,
  ])
    add(program, run, say);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok;
    if (error instanceof CommanderError && error.code === 'commander.help') {
      io.stderr.write(usageText);
      return exitCodes.usage;
    }
    const shape = toShape(error, say);
    writeError(io, argv.includes('--json'), shape, language);
    return exitCodeOf(shape);
  }
}

const commanderTexts: Readonly<Record<string, MessageKey>> = {
  'commander.unknownCommand': 'usage.unknown-command',
  'commander.unknownOption': 'usage.unknown-option',
  'commander.missingArgument': 'usage.missing-argument',
  'commander.optionMissingArgument': 'usage.missing-value',
  'commander.missingMandatoryOptionValue': 'usage.required-option',
  'commander.excessArguments': 'usage.excess',
};

/** Commander complains in English only; what it complains about stands in quotes. */
function toShape(error: unknown, say: Say): ErrorShape {
  if (!(error instanceof CommanderError)) return toErrorShape(error);
  const key = commanderTexts[error.code];
  const name = plainText(/'([^']*)'/.exec(error.message)?.[1] ?? '');
  const detail = key === undefined ? plainText(error.message) : say(key, { name });
  return new RondaError('cli.usage', { detail }).toShape();
}

async function writeOutcome(session: Session, outcome: Outcome): Promise<void> {
  if (session.options.json) {
    if (outcome.json !== undefined) await session.write(`${JSON.stringify(outcome.json, null, 2)}\n`);
  } else if (outcome.text !== '') await session.write(`${outcome.text}\n`);
}

function writeError(io: CliIo, json: boolean, error: ErrorShape, language: Language): void {
  const { message, hint } = errorText(error, language);
  if (json) {
    io.stdout.write(`${JSON.stringify({ error: { code: error.code, message, hint } }, null, 2)}\n`);
    return;
  }
  const prefix = sayIn(language)('error.prefix');
  io.stderr.write(`${prefix}: ${plainText(message)}\n${plainText(hint)}\n`);
}
