import type { Text } from '../../app/i18n.ts';

/**
 * What is wrong with a field, in the admin's language. The schemas speak English only, so the form has its own
 * words for each field.
 */
export function fieldProblem(
  t: Text,
  name:
    | 'name'
    | 'address'
    | 'port'
    | 'user'
    | 'keyFile'
    | 'dockerSocket'
    | 'socketPath'
    | 'certificates'
    | 'jumps'
    | 'proxyCommand',
  error: { message?: string | undefined } | undefined,
): string | undefined {
  return error ? t(`hosts.problem.${name}`) : undefined;
}
