import { connect } from 'node:net';
import type { SshAuth } from '../../../shared/domain/host.ts';
import { RondaError } from '../../../shared/errors.ts';
import { readKeyFile } from './key-plan.ts';
import { openSshPublic } from './public-part.ts';

const ANSWER_TIMEOUT_MS = 3_000;
const MAX_ANSWER_BYTES = 256 * 1024;
const MAX_NAMED = 5;

/**
 * What `ssh` would sign in with here and ssh2 cannot: security keys (FIDO, `sk-…`) and SSH certificates, in the agent
 * and in or beside the key files. Only looked for when a login has failed, to say why.
 * @returns one line each: `sk-ssh-ed25519@openssh.com, SSH agent`
 */
export async function findUnusableIdentities(auth: SshAuth, agentSocket: string | null): Promise<string[]> {
  const files = auth.method === 'key' ? [auth.file] : auth.method === 'identities' ? auth.files : [];
  const socket =
    auth.method === 'agent'
      ? (auth.socket ?? agentSocket)
      : auth.method === 'identities'
        ? auth.agent === undefined
          ? agentSocket
          : auth.agent
        : null;
  const inFiles = await Promise.all(files.flatMap((file) => [typeOf(file), typeOf(`${file}-cert.pub`)]));
  const inAgent = socket === null ? [] : await listAgentTypes(socket);
  const found = [...inFiles, ...inAgent.map((type) => ({ type, where: 'SSH agent' }))].filter(
    (one) => one !== null && isUnusable(one.type),
  );
  return [...new Set(found.map((one) => `${one?.type}, ${one?.where}`))].slice(0, MAX_NAMED);
}

function isUnusable(type: string): boolean {
  return /^sk-/.test(type) || /-cert-v\d\d@openssh\.com$/.test(type);
}

/** The algorithm that a private or public key file names; null when it is not there or names none. */
async function typeOf(file: string): Promise<{ readonly type: string; readonly where: string } | null> {
  let text: Buffer;
  try {
    text = await readKeyFile(file);
  } catch (error) {
    if (error instanceof RondaError) return null;
    throw error;
  }
  const blob = openSshPublic(text);
  const type = blob ? firstString(blob) : /^([a-z0-9@.-]{3,80}) AAAA/.exec(text.toString('latin1'))?.[1];
  return type ? { type, where: file } : null;
}

/** RFC 4251: a string is its length in four bytes, then the bytes. */
function firstString(bytes: Buffer, at = 0): string | null {
  if (at + 4 > bytes.length) return null;
  const end = at + 4 + bytes.readUInt32BE(at);
  const text = end <= bytes.length ? bytes.toString('latin1', at + 4, end) : '';
  return /^[a-z0-9@.-]{3,80}$/.test(text) ? text : null;
}

/**
 * The algorithms of all keys that an agent lists; ssh2 passes over those that it does not know. The request and the
 * answer are those of draft-miller-ssh-agent, 3.5: type 11, and 12 with a count, then blob and comment of each.
 */
async function listAgentTypes(socket: string): Promise<string[]> {
  const line = connect(socket);
  line.setTimeout(ANSWER_TIMEOUT_MS, () => line.destroy());
  try {
    line.write(Buffer.from([0, 0, 0, 1, 11]));
    const answer = await readAnswer(line);
    const types: string[] = [];
    let at = 9;
    for (let left = answer.readUInt32BE(5); left > 0 && at + 4 <= answer.length; left -= 1) {
      const blob = answer.subarray(at + 4, at + 4 + answer.readUInt32BE(at));
      const type = firstString(blob);
      if (type) types.push(type);
      at += 4 + blob.length;
      at += at + 4 <= answer.length ? 4 + answer.readUInt32BE(at) : 4;
    }
    return types;
  } catch {
    // It is only asked to explain a failure that is told anyway.
    return [];
  } finally {
    line.destroy();
  }
}

async function readAnswer(line: AsyncIterable<Buffer>): Promise<Buffer> {
  let answer = Buffer.alloc(0);
  for await (const chunk of line) {
    answer = Buffer.concat([answer, chunk]);
    if (answer.length > MAX_ANSWER_BYTES) throw new Error('too long');
    if (answer.length >= 9 && answer[4] !== 12) throw new Error('no list');
    if (answer.length >= 9 && answer.length >= 4 + answer.readUInt32BE(0)) return answer;
  }
  throw new Error('cut off');
}
