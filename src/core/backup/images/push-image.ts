import type Docker from 'dockerode';
import type { CommandRecord } from '../../../shared/domain/service.ts';
import { RondaError } from '../../../shared/errors.ts';
import { dockerDetail, dockerStatus } from '../../hosts/docker/docker-error.ts';
import { plainDetail } from '../../platform/plain-detail.ts';

export interface RegistryLogin {
  readonly username: string;
  readonly password: string;
}

/**
 * The registry that a reference names, as Docker reads it: the part before the first slash where it has a dot or a
 * port or is `localhost`; else Docker Hub.
 */
export function registryOf(reference: string): string {
  const [first = '', ...rest] = reference.split('/');
  return rest.length > 0 && (/[.:]/.test(first) || first === 'localhost') ? first : 'docker.io';
}

/** Name and tag; without a tag it is Docker's own default. */
export function splitReference(reference: string): { repo: string; tag: string } {
  const slash = reference.lastIndexOf('/');
  const colon = reference.indexOf(':', slash + 1);
  return colon < 0
    ? { repo: reference, tag: 'latest' }
    : { repo: reference.slice(0, colon), tag: reference.slice(colon + 1) };
}

/** What a push would run, as an admin would type it. */
export function pushCommands(reference: string, target: string): string[] {
  const { repo, tag } = splitReference(target);
  const name = `${repo}:${tag}`;
  return [...(reference === name ? [] : [`docker tag ${reference} ${name}`]), `docker push ${name}`];
}

/** A registry may say whatever it likes: so much of it is read in one line. */
const maxLine = 64 * 1024;

/**
 * Lets the engine push. The tag it needs is taken away again where it was not there, and put back where it named
 * another image.
 * @param onBytes hears how many bytes of the layers have been sent, of how many
 * @returns the digest the registry gave it, and what was run
 * @throws RondaError `images.push-denied`, `images.push-failed`
 */
export async function pushImage(
  docker: Docker,
  what: { readonly reference: string; readonly target: string; readonly login: RegistryLogin | null },
  onBytes: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<{ digest: string | null; commands: CommandRecord[] }> {
  const { reference, target, login } = what;
  const { repo, tag } = splitReference(target);
  const name = `${repo}:${tag}`;
  const registry = registryOf(target);
  const idOf = async (wanted: string): Promise<string | null> => {
    try {
      return (await docker.getImage(wanted).inspect()).Id;
    } catch (error) {
      if (dockerStatus(error) === 404) return null;
      throw error;
    }
  };
  const imageId = await idOf(reference);
  const before = await idOf(name);
  const startedAt = Date.now();
  const from = performance.now();
  if (before !== imageId) await docker.getImage(reference).tag({ repo, tag, abortSignal: signal });
  const untag = async (): Promise<void> => {
    if (before === null) await docker.getImage(name).remove({ noprune: true });
    else if (before !== imageId) await docker.getImage(before).tag({ repo, tag });
  };
  let digest: string | null;
  try {
    digest = await push(docker, name, registry, login, onBytes, signal);
  } catch (error) {
    // What failed first is what is told.
    await untag().catch(() => undefined);
    throw error;
  }
  // The engine keeps the only name of an image that a container runs on.
  const left = await untag().then(
    () => '',
    (error: unknown) => `${name} stays on the server: ${dockerDetail(error)}`,
  );
  const output = [digest === null ? '' : `digest: ${digest}`, left].filter(Boolean).join('\n');
  const commands = pushCommands(reference, target).map((command, index, all) => ({
    command,
    startedAt,
    durationMs: index === all.length - 1 ? performance.now() - from : 0,
    ok: true,
    output: index === all.length - 1 ? output : '',
  }));
  return { digest, commands };
}

async function push(
  docker: Docker,
  name: string,
  registry: string,
  login: RegistryLogin | null,
  onBytes: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<string | null> {
  const refuse = (detail: string): RondaError =>
    /unauthorized|authentication required|denied|no basic auth/i.test(detail)
      ? new RondaError('images.push-denied', { registry })
      : new RondaError('images.push-failed', { registry, target: name, detail });
  const authconfig = { ...(login ?? { username: '', password: '' }), serveraddress: registry };
  let answer: NodeJS.ReadableStream;
  try {
    answer = await docker.getImage(name).push({ authconfig, abortSignal: signal });
  } catch (error) {
    signal.throwIfAborted();
    throw refuse(dockerDetail(error));
  }
  const layers = new Map<string, { done: number; total: number }>();
  let digest: string | null = null;
  for await (const line of linesOf(answer)) {
    const said = parseLine(line);
    if (said.error !== null) throw refuse(plainDetail(said.error));
    if (said.digest !== null) digest = said.digest;
    if (said.layer !== null && said.total > 0) {
      layers.set(said.layer, { done: said.done, total: said.total });
      const all = [...layers.values()];
      onBytes(
        all.reduce((sum, each) => sum + each.done, 0),
        all.reduce((sum, each) => sum + each.total, 0),
      );
    }
  }
  signal.throwIfAborted();
  return digest;
}

async function* linesOf(stream: NodeJS.ReadableStream): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of stream) {
    rest += chunk.toString();
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      yield rest.slice(0, end);
      rest = rest.slice(end + 1);
    }
    if (rest.length > maxLine) throw new Error('a line without an end');
  }
  if (rest.trim() !== '') yield rest;
}

interface Said {
  readonly error: string | null;
  readonly digest: string | null;
  readonly layer: string | null;
  readonly done: number;
  readonly total: number;
}

/** A line of the engine's progress: https://docs.docker.com/reference/api/engine/ (`ImagePush`). */
function parseLine(line: string): Said {
  const nothing: Said = { error: null, digest: null, layer: null, done: 0, total: 0 };
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return nothing;
  }
  const at = (data: unknown, key: string): unknown =>
    typeof data === 'object' && data !== null && key in data ? Reflect.get(data, key) : undefined;
  const detail = at(value, 'progressDetail');
  const error = at(value, 'error');
  const digest = at(at(value, 'aux'), 'Digest');
  const layer = at(value, 'id');
  return {
    error: error === undefined ? null : String(error),
    digest: typeof digest === 'string' && /^sha256:[0-9a-f]{64}$/.test(digest) ? digest : null,
    layer: typeof layer === 'string' ? layer : null,
    done: Number(at(detail, 'current')) || 0,
    total: Number(at(detail, 'total')) || 0,
  };
}
