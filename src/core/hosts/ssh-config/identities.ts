import { join } from 'node:path';
import { FilePath, type SshAuth } from '../../../shared/domain/host.ts';
import { fillEnvironment, fillTokens, type TokenValues } from './tokens.ts';

type Identities = Extract<SshAuth, { method: 'identities' }>;

const MAX_FILES = 20;

/** What ssh tries where nothing is said; the newest kind first, since an encrypted one is asked about once. */
export function defaultIdentities(userHome: string): Identities {
  const files = ['id_ed25519', 'id_ecdsa', 'id_rsa'].map((name) => join(userHome, '.ssh', name));
  return { method: 'identities', files, identitiesOnly: false };
}

export interface IdentitySettings {
  /** Every IdentityFile, in order. */
  readonly files: readonly string[];
  readonly agent: string | undefined;
  readonly only: string | undefined;
}

/** How a host is signed in to by IdentityFile, IdentityAgent and IdentitiesOnly; null when none of them is there. */
export function readIdentities(
  { files, agent, only }: IdentitySettings,
  values: TokenValues,
  userHome: string,
  env: NodeJS.ProcessEnv,
): Identities | null {
  if (files.length === 0 && agent === undefined && only === undefined) return null;
  const expand = (text: string): string | null => {
    const home = text.replace(/^~(?=[\\/])/, userHome);
    const filled = fillTokens(home, values);
    const path = filled === null ? null : fillEnvironment(filled, env);
    return FilePath.safeParse(path).success ? path : null;
  };
  const named = files.filter((file) => file.toLowerCase() !== 'none');
  const paths = named.map(expand).filter((path) => path !== null);
  const socket = agentOf(agent, env, expand);
  return {
    method: 'identities',
    files: (files.length === 0 ? defaultIdentities(userHome).files : [...new Set(paths)]).slice(0, MAX_FILES),
    ...(socket === undefined ? {} : { agent: socket }),
    identitiesOnly: only?.toLowerCase() === 'yes',
  };
}

/** Null: no agent; undefined: the one of this session. */
function agentOf(
  value: string | undefined,
  env: NodeJS.ProcessEnv,
  expand: (text: string) => string | null,
): string | null | undefined {
  if (value === undefined || value === 'SSH_AUTH_SOCK') return undefined;
  if (value.toLowerCase() === 'none') return null;
  const variable = /^\$(\w+)$/.exec(value)?.[1];
  // A variable that is not set names no agent, as a path that cannot be made out.
  return variable === undefined ? expand(value) : (env[variable] ?? null);
}
