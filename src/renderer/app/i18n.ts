import { createInstance, type i18n as I18n, type TFunction } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { catalogues, type EnglishCatalogue, type Language } from '../../shared/i18n/catalogues.ts';
import { mirrors } from '../stores/mirrors.ts';
import { currentSettings } from '../stores/settings.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'ronda';
    returnNull: false;
    resources: { ronda: EnglishCatalogue };
  }
}

export const i18n: I18n = createInstance();

/** Loads both catalogues (they are small and local) and follows the language setting. */
export function startI18n(): void {
  const language = currentSettings().language;
  void i18n.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    ns: ['ronda'],
    defaultNS: 'ronda',
    resources: { id: { ronda: catalogues.id }, en: { ronda: catalogues.en } },
    // React escapes; escaping twice would show `&amp;` to people.
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  document.documentElement.lang = language;
  mirrors.settings.subscribe(() => {
    const next = currentSettings().language;
    if (next === i18n.language) return;
    document.documentElement.lang = next;
    void i18n.changeLanguage(next);
  });
}

export type Text = TFunction<'ronda'>;

/** The function that turns a catalogue key into text of the current language. */
export function useText(): Text {
  return useTranslation('ronda', { i18n }).t;
}

export function useLanguage(): Language {
  return useTranslation('ronda', { i18n }).i18n.language === 'en' ? 'en' : 'id';
}
