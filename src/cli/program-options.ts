import { Command } from 'commander';
import { createParsers } from './arguments/parse-values.ts';
import type { MessageKey, Say } from './i18n/messages.ts';
import type { GlobalOptions } from './session.ts';

const defaultConnectTimeoutSeconds = 30;

/** The program with the options of every command; commander accepts them before and after a command's name. */
export function createProgram(say: Say, version: string): Command {
  const parse = createParsers(say);
  return new Command('ronda')
    .description(say('help.program'))
    .version(version, '-V, --version', say('usage.version'))
    .helpOption('-h, --help', say('usage.help'))
    .helpCommand(false)
    .configureHelp({ styleTitle: (title) => titleIn(say, title) })
    .option('--json', say('help.json'))
    .option('--home <dir>', say('help.home'))
    .option('--host <name>', say('help.host'))
    .option('--lang <language>', say('help.lang'), parse.word('--lang', ['en', 'id']))
    .option(
      '--accept-host-key <fingerprint>',
      say('help.accept-host-key'),
      parse.fingerprint('--accept-host-key'),
    )
    .option('--password-fd <n>', say('help.password-fd'), parse.whole('--password-fd', 0, 255))
    .option('--passphrase-fd <n>', say('help.passphrase-fd'), parse.whole('--passphrase-fd', 0, 255))
    .option(
      '--vault-passphrase-fd <n>',
      say('help.vault-passphrase-fd'),
      parse.whole('--vault-passphrase-fd', 0, 255),
    )
    .option('--remember', say('help.remember'))
    .option(
      '--connect-timeout <seconds>',
      say('help.connect-timeout'),
      parse.whole('--connect-timeout', 1, 3600),
    )
    .addHelpText('after', `\n${say('help.exit-codes')}`)
    .showHelpAfterError(false)
    .exitOverride();
}

const titles: Readonly<Record<string, MessageKey>> = {
  'Usage:': 'usage.title-usage',
  'Options:': 'usage.title-options',
  'Commands:': 'usage.title-commands',
  'Arguments:': 'usage.title-arguments',
};

/** Commander's own headings, in the language of this run. */
function titleIn(say: Say, title: string): string {
  const key = titles[title];
  return key === undefined ? title : say(key);
}

interface RawOptions {
  readonly json?: true;
  readonly home?: string;
  readonly host?: string;
  readonly acceptHostKey?: string;
  readonly passwordFd?: number;
  readonly passphraseFd?: number;
  readonly vaultPassphraseFd?: number;
  readonly remember?: true;
  readonly connectTimeout?: number;
}

export function globalOptions(program: Command): GlobalOptions {
  const { json, remember, connectTimeout, ...rest } = program.opts<RawOptions & { lang?: string }>();
  return {
    ...rest,
    json: json === true,
    remember: remember === true,
    connectTimeoutMs: (connectTimeout ?? defaultConnectTimeoutSeconds) * 1000,
  };
}
