import { RondaError } from '../../../shared/errors.ts';

const maxLength = 500;
/** `git@host:path`. A host that begins with `-` would be an option of ssh, a second `:` another transport of git. */
const scpLike = /^[A-Za-z0-9_][\w.-]*@[A-Za-z0-9][\w.-]*:(?![-:/]{2})[^-:][^\s]*$/;

function refusal(url: string): string | null {
  if (url.length > maxLength || /[\s\u0000-\u001f\u007f]/.test(url)) return 'it holds blanks, or is too long';
  if (scpLike.test(url)) return null;
  if (!/^(https|ssh):\/\//.test(url)) return 'it is neither https://…, ssh://… nor user@host:path';
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return 'it is no address';
  }
  const { protocol, username, password, hostname, pathname, search, hash } = parsed;
  if (password !== '') return 'it holds a password';
  // What stands alone before the @ of a forge is as often a token as a name.
  if (protocol === 'https:' && username !== '') return 'it holds a name or a token';
  if (!/^(\[[0-9a-f:.]+\]|[A-Za-z0-9][A-Za-z0-9.-]*)$/i.test(hostname)) return 'its host is none';
  if (username !== '' && !/^\w[\w.-]*$/.test(username)) return 'its user is none';
  if (pathname.length < 2) return 'it names no repository';
  return search === '' && hash === '' ? null : 'it holds more than a path';
}

/**
 * The address of a remote repository, as git takes it: https, ssh, or `user@host:path`, without any secret in it.
 * @throws RondaError `data.remote-invalid`
 */
export function parseDataRemote(text: string): string {
  const url = text.trim();
  const detail = refusal(url);
  if (detail !== null) throw new RondaError('data.remote-invalid', { detail });
  return url;
}
