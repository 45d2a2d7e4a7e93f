import { mirrors } from '../stores/mirrors.ts';
import { currentSettings } from '../stores/settings.ts';

/** Keeps `data-theme` in line with the setting and, for `system`, with the desktop; returns the way to end it. */
export function followTheme(root: HTMLElement = document.documentElement): () => void {
  const prefersLight = window.matchMedia('(prefers-color-scheme: light)');
  const apply = (): void => {
    const { theme } = currentSettings();
    const system = prefersLight.matches ? 'light' : 'dark';
    root.dataset.theme = theme === 'system' ? system : theme;
  };
  apply();
  prefersLight.addEventListener('change', apply);
  const stop = mirrors.settings.subscribe(apply);
  return () => {
    prefersLight.removeEventListener('change', apply);
    stop();
  };
}
