import { readFileSync } from 'node:fs';

type Theme = 'system' | 'light' | 'dark';

/**
 * The theme in the settings file, so that the window has its colours before the core is loaded. Only a glance:
 * whatever is wrong with the file is found, and told, when the settings are opened.
 */
export function savedTheme(file: string): Theme {
  try {
    const settings: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const theme = typeof settings === 'object' && settings !== null && 'theme' in settings && settings.theme;
    return theme === 'light' || theme === 'dark' ? theme : 'system';
  } catch {
    return 'system';
  }
}
