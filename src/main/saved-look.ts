import { readFileSync } from 'node:fs';
import type { Settings } from '../shared/domain/settings.ts';

type Look = Pick<Settings, 'theme' | 'language'>;

const themes: readonly unknown[] = ['light', 'dark'] satisfies Settings['theme'][];

/**
 * Theme and language in the settings file, so that the window has its colours, and a failure to start its words,
 * before the core is loaded. Only a glance, and without the schema, whose library would hold the first window up:
 * whatever is wrong with the file is found, and told, when the settings are opened.
 */
export function savedLook(file: string): Look {
  const { theme, language } = glance(file);
  return {
    theme: themes.includes(theme) ? (theme as Look['theme']) : 'system',
    language: language === 'en' ? 'en' : 'id',
  };
}

function glance(file: string): { theme?: unknown; language?: unknown } {
  try {
    const settings: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof settings === 'object' && settings !== null ? settings : {};
  } catch {
    return {};
  }
}
