import { plainDetail } from '../platform/plain-detail.ts';
import { redactText } from '../redaction/redact-text.ts';

/**
 * A foreign text fit to be shown and kept: one line, personal data masked, and none of these secrets in it, however the
 * other side wrote them. Telegram's token stands in the URL, so that any error that names it would give it away.
 */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  let hidden = text;
  for (const secret of secrets) {
    if (secret === '') continue;
    for (const form of [secret, encodeURIComponent(secret), encodeURI(secret)]) {
      hidden = hidden.replaceAll(form, '[secret]');
    }
  }
  return redactText(plainDetail(hidden), 300);
}
