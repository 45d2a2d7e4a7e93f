/** The title of an alert's good news; the bad one carries the title of its incident. */
export function recoveryTitle(subject: 'service' | 'host', name: string, language: 'en' | 'id'): string {
  if (subject === 'host')
    return language === 'id' ? `Terhubung lagi ke ${name}` : `Connected to ${name} again`;
  return language === 'id' ? `${name} sudah pulih` : `${name} is up again`;
}
