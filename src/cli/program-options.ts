import { Command } from 'commander';
import { parseFingerprint, parseWhole, parseWord } from './arguments/parse-values.ts';
import type { Say } from './i18n/messages.ts';
import type { GlobalOptions } from './session.ts';

const defaultConnectTimeoutSeconds = 30;
const parseDescriptor = parseWhole(0, 255);

/** The program with the options of every command; commander accepts them before and after a command's name. */
export function createProgram(say: Say, version: string): Command {
  return new Command('ronda')
    .description(say('help.program'))
    .version(version)
    .option('--json', say('help.json'))
    .option('--home <dir>', say('help.home'))
    .option('--host <name>', say('help.host'))
    .option('--lang <language>', say('help.lang'), parseWord(['en', 'id']))
    .option('--accept-host-key <fingerprint>', say('help.accept-host-key'), parseFingerprint)
    .option('--password-fd <n>', say('help.password-fd'), parseDescriptor)
    .option('--passphrase-fd <n>', say('help.passphrase-fd'), parseDescriptor)
    .option('--vault-passphrase-fd <n>', say('help.vault-passphrase-fd'), parseDescriptor)
    .option('--remember', say('help.remember'))
    .option('--connect-timeout <seconds>', say('help.connect-timeout'), parseWhole(1, 3600))
    .addHelpText('after', `\n${say('help.exit-codes')}`)
    .showHelpAfterError(false)
    .exitOverride();
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
