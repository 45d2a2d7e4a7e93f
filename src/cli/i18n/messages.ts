import { fillTemplate } from '../../shared/errors/define-errors.ts';
import { archiveTexts } from './archive-texts.ts';
import { backupContentsTexts } from './backup-contents-texts.ts';
import { backupKeyTexts } from './backup-key-texts.ts';
import { backupPlanTexts } from './backup-plan-texts.ts';
import { configurationTexts } from './configuration-texts.ts';
import { dataTexts } from './data-texts.ts';
import { discoveryTexts } from './discovery-texts.ts';
import { environmentTexts } from './environment-texts.ts';
import { healthTexts } from './health-texts.ts';
import { helpTexts } from './help-texts.ts';
import { imageTexts } from './image-texts.ts';
import { journalTexts } from './journal-texts.ts';
import { outputTexts } from './output-texts.ts';
import { rebuildTexts } from './rebuild-texts.ts';
import { secondCopyTexts } from './second-copy-texts.ts';
import { serverCopyTexts } from './server-copy-texts.ts';
import { usageTexts } from './usage-texts.ts';

const catalogue = {
  ...helpTexts,
  ...outputTexts,
  ...serverCopyTexts,
  ...archiveTexts,
  ...backupContentsTexts,
  ...backupKeyTexts,
  ...configurationTexts,
  ...dataTexts,
  ...discoveryTexts,
  ...environmentTexts,
  ...imageTexts,
  ...rebuildTexts,
  ...backupPlanTexts,
  ...secondCopyTexts,
  ...healthTexts,
  ...journalTexts,
  ...usageTexts,
};

export type Language = 'en' | 'id';
export type MessageKey = keyof typeof catalogue;
/** Says a text of the catalogue in the language of this run. */
export type Say = (key: MessageKey, params?: Readonly<Record<string, string | number>>) => string;

export function sayIn(language: Language): Say {
  return (key, params = {}) => fillTemplate(catalogue[key][language], params);
}

/**
 * The language a person asks for before anything is opened: `--lang`, else the locale where it names one of
 * ours. Null: their settings decide.
 */
export function requestedLanguage(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Language | null {
  const index = argv.indexOf('--lang');
  const given =
    index >= 0 ? argv[index + 1] : argv.find((arg) => arg.startsWith('--lang='))?.slice('--lang='.length);
  const locale = (env.LC_ALL || env.LC_MESSAGES || env.LANG || '').split(/[_.@]/)[0];
  return [given, locale].find((code): code is Language => code === 'en' || code === 'id') ?? null;
}
