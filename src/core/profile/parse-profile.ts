import { type Document, LineCounter, parseDocument } from 'yaml';
import { Profile } from '../../shared/domain/profile.ts';
import { RondaError } from '../../shared/errors.ts';
import { findForbidden } from './find-forbidden.ts';
import { keyPath, locateIssue } from './locate-issue.ts';
import { describeIssue, type Problem } from './problem-text.ts';

/** The manual of a neighbourhood is a few hundred lines; what is beyond this is not one. */
export const maxProfileBytes = 2_000_000;
/** Aliases may repeat a service or two; a bomb multiplies itself thousands of times. */
const maxAliases = 100;

/**
 * Reads a profile from YAML 1.2 (or JSON, which is a part of it).
 *
 * Strict: unknown and repeated keys, `__proto__` and the like, tags, several documents and alias bombs are refused,
 * and nothing of a refused file is used.
 * @param file what to call the text in errors
 * @throws RondaError `profile.invalid` with line and column (from 1) and the key's path
 */
export function parseProfile(text: string, file: string): Profile {
  const lines = new LineCounter();
  const refuse = (offset: number, key: string, problem: Problem): never => {
    const { line, col } = lines.linePos(Math.max(0, offset));
    throw new RondaError('profile.invalid', {
      file,
      line: Math.max(1, line),
      column: Math.max(1, col),
      key: key || '-',
      problem: problem.en,
      problemId: problem.id,
    });
  };
  if (Buffer.byteLength(text) > maxProfileBytes)
    return refuse(0, '', { en: 'the file is larger than 2 MB', id: 'berkas lebih besar dari 2 MB' });

  const document = readDocument(text, lines, refuse);
  const forbidden = findForbidden(document);
  if (forbidden) return refuse(forbidden.offset, keyPath(forbidden.path), forbidden.problem);

  const parsed = Profile.safeParse(expandAliases(document, refuse), { reportInput: true });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  if (!issue) throw parsed.error;
  const place = locateIssue(document, issue);
  return refuse(place.offset, keyPath(place.path), describeIssue(issue));
}

type Refuse = (offset: number, key: string, problem: Problem) => never;

function readDocument(text: string, lines: LineCounter, refuse: Refuse): Document.Parsed {
  let document: Document.Parsed;
  try {
    document = parseDocument(text, {
      lineCounter: lines,
      strict: true,
      uniqueKeys: true,
      prettyErrors: false,
    });
  } catch (error) {
    // Nested a hundred thousand deep, the reader runs out of stack before it can say so.
    return refuse(0, '', {
      en: `cannot be read (${error instanceof Error ? error.name : 'error'})`,
      id: `tidak bisa dibaca (${error instanceof Error ? error.name : 'error'})`,
    });
  }
  const fault = document.errors[0] ?? document.warnings[0];
  if (!fault) return document;
  if (fault.code === 'DUPLICATE_KEY') {
    const key = /^["']?([\w.-]+)/.exec(text.slice(fault.pos[0], fault.pos[0] + 80))?.[1] ?? '';
    return refuse(fault.pos[0], key, {
      en: 'this key is there twice',
      id: 'kunci ini ditulis dua kali',
    });
  }
  return refuse(fault.pos[0], '', {
    en: `not valid YAML: ${fault.message}`,
    id: `bukan YAML yang sah: ${fault.message}`,
  });
}

function expandAliases(document: Document.Parsed, refuse: Refuse): unknown {
  try {
    return document.toJS({ maxAliasCount: maxAliases });
  } catch {
    return refuse(0, '', {
      en: 'its aliases multiply out of all bounds, or form a circle',
      id: 'alias di dalamnya berlipat ganda tanpa batas, atau berputar',
    });
  }
}
