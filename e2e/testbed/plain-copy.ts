import { readFileSync, writeFileSync } from 'node:fs';
import { zstdDecompressSync } from 'node:zlib';

/** The path of a backup's plain database: its own, or that of a plain copy beside a packed one. */
export function plainCopy(file: string): string {
  if (!file.endsWith('.zst')) return file;
  const plain = `${file}.plain`;
  writeFileSync(plain, zstdDecompressSync(readFileSync(file)));
  return plain;
}
