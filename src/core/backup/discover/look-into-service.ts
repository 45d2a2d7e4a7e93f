import { randomUUID } from 'node:crypto';
import { posix } from 'node:path';
import type Docker from 'dockerode';
import { z } from 'zod';
import { FilePath } from '../../../shared/domain/host.ts';
import { RondaError } from '../../../shared/errors.ts';
import { plainDetail } from '../../platform/plain-detail.ts';
import type { FoundSource } from '../files/find-sources.ts';
import { withHelper } from '../restore/restore-helper.ts';
import { execInContainer } from '../take/exec-stream.ts';
import { lookByNode, lookByShell } from './look-script.ts';

/** More than every name that is looked at could make. */
const maxOutputBytes = 2 * 1024 * 1024;
const maxLookMs = 60_000;

export interface SeenFile {
  readonly path: string;
  readonly bytes: number;
  readonly content: 'sqlite' | 'other' | 'unreadable';
  /** A manual can name it: UTF-8 without line breaks. */
  readonly canBeNamed: boolean;
}

export interface Look {
  readonly files: readonly SeenFile[];
  readonly isWhole: boolean;
}

const FileRecord = z.tuple([
  z.enum(['sqlite', 'other', 'unreadable']),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
]);

/** What the script printed. Paths outside the folders that were asked for are nobody's answer. */
export function parseLook(output: Buffer, roots: readonly string[]): Look {
  const words: Buffer[] = [];
  for (let from = 0, to = output.indexOf(0); to >= 0; from = to + 1, to = output.indexOf(0, from))
    words.push(output.subarray(from, to));
  const isWhole = words.at(-1)?.toString('latin1') === 'end';
  const files = new Map<string, SeenFile>();
  for (let at = 0; at + 2 < words.length; at += 3) {
    const record = FileRecord.safeParse([words[at]?.toString('latin1'), words[at + 1]?.toString('latin1')]);
    const raw = words[at + 2];
    if (!record.success || raw === undefined) return { files: [...files.values()], isWhole: false };
    const text = raw.toString('utf8');
    const path = posix.normalize(text);
    if (!roots.some((root) => path.startsWith(root.endsWith('/') ? root : `${root}/`))) continue;
    const [content, bytes] = record.data;
    const canBeNamed =
      Buffer.from(text).equals(raw) && !text.includes('\ufffd') && FilePath.safeParse(path).success;
    files.set(path, { path, bytes, content, canBeNamed });
  }
  return { files: [...files.values()], isWhole };
}

/**
 * Looks for databases in the folders of a running container: by its shell's tools, else by its Node. Nothing is
 * written there.
 * @returns null when the image has neither
 * @throws RondaError `backup.source-failed`
 */
export async function lookIntoRunning(
  docker: Docker,
  container: FoundSource['container'],
  roots: readonly string[],
  outerSignal: AbortSignal,
): Promise<Look | null> {
  const signal = AbortSignal.any([outerSignal, AbortSignal.timeout(maxLookMs)]);
  for (const argv of [
    ['sh', '-c', lookByShell, 'sh', ...roots],
    ['node', '-e', lookByNode(roots)],
  ]) {
    const exec = await execInContainer(docker, container.id, { argv, env: ['NODE_OPTIONS='] }, signal);
    try {
      const chunks: Buffer[] = [];
      let bytes = 0;
      for await (const chunk of exec.stdout) {
        bytes += chunk.length;
        if (bytes > maxOutputBytes) break;
        chunks.push(chunk);
      }
      const look = parseLook(Buffer.concat(chunks), roots);
      if (bytes > maxOutputBytes) return { ...look, isWhole: false };
      const code = await exec.exitCode();
      if (code === 126 || code === 127) continue;
      if (code !== 0 && look.files.length === 0 && !look.isWhole)
        throw new RondaError('backup.source-failed', {
          container: container.name,
          detail: plainDetail(exec.stderr()) || `exit code ${code ?? 'unknown'}`,
        });
      return look;
    } finally {
      exec.close();
    }
  }
  return null;
}

/**
 * The same for a container that stands still, by a helper that has each of its folders mounted read-only.
 * @throws RondaError `backup.no-shell`, `backup.helper-failed`
 */
export async function lookIntoStopped(
  docker: Docker,
  hostName: string,
  sources: readonly FoundSource[],
  signal: AbortSignal,
): Promise<Look> {
  const files: SeenFile[] = [];
  let isWhole = true;
  for (const { source, mount, container } of sources) {
    const spec = {
      restoreId: `look-${randomUUID()}`,
      hostName,
      imageId: container.imageId,
      image: container.image,
      mount: { ...mount, RW: false },
      path: source.mountPath,
    };
    const output = await withHelper(docker, spec, signal, (helper) =>
      helper.run('look', `shift 2; ${lookByShell}`, [source.mountPath]),
    );
    const look = parseLook(Buffer.from(output), [source.mountPath]);
    files.push(...look.files);
    isWhole &&= look.isWhole;
  }
  return { files, isWhole };
}
