import type { IncidentStep } from '../../shared/domain/incident.ts';

/** The steps as words inside an error's text; buttons and headings have the window's own catalogue, with the same words. */
const stepNames: Readonly<Record<IncidentStep, { readonly en: string; readonly id: string }>> = {
  detect: { en: 'detect', id: 'deteksi' },
  assess: { en: 'assess', id: 'penilaian' },
  contain: { en: 'contain', id: 'isolasi' },
  fix: { en: 'fix', id: 'perbaikan' },
  test: { en: 'test', id: 'pengujian' },
  deploy: { en: 'deploy', id: 'deploy' },
  review: { en: 'review', id: 'tinjauan' },
};

/** Parameters for an error that names one step. */
export function stepParams(step: IncidentStep): { step: string; langkah: string } {
  return { step: stepNames[step].en, langkah: stepNames[step].id };
}

/** Parameters for an error that names a step and the one that is due. */
export function stepOrderParams(
  step: IncidentStep,
  expected: IncidentStep,
): { step: string; langkah: string; expected: string; seharusnya: string } {
  return { ...stepParams(step), expected: stepNames[expected].en, seharusnya: stepNames[expected].id };
}

/**
 * The title of an incident that a check opens, in the language that is set at that moment: a title is what happened
 * and is kept as written. Everything else that the system writes is an event's key plus language-free text.
 */
export function openingTitle(
  subject: 'service' | 'gateway' | 'host' | 'all',
  name: string,
  language: 'en' | 'id',
): string {
  if (subject === 'all')
    return language === 'id' ? `Semua layanan ${name} tidak berfungsi` : `All services of ${name} are down`;
  if (subject === 'host')
    return language === 'id' ? `Koneksi ke ${name} terputus` : `Connection to ${name} lost`;
  const isDown = language === 'id' ? `${name} tidak berfungsi` : `${name} is down`;
  if (subject === 'service') return isDown;
  const behind = { id: 'layanan di belakangnya tetap menjawab', en: 'the services behind it answer' };
  return `${isDown}; ${behind[language]}`;
}
