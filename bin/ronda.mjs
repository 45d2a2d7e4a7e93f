#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { electronRecordFile } from '../scripts/bootstrap/electron-runtime.mjs';
import { runInElectronNode } from '../scripts/electron-node.mjs';
import { closedDescriptor, stdioFor } from '../scripts/inherited-descriptors.mjs';

/** Of sysexits.h: EX_USAGE, wrong arguments, and EX_UNAVAILABLE, something this command needs is not there. */
const USAGE = 64;
const UNAVAILABLE = 69;

/**
 * The `ronda` command of a checkout. It loads nothing native itself (better-sqlite3 crashes in Node 20): the core
 * runs in Electron's Node, the one that ships.
 */
async function ronda(args) {
  const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
  const electron = readElectronPath(root);
  if (electron === undefined) return explain('Ronda is not set up here yet.');
  const closed = closedDescriptor(args);
  if (closed !== undefined) {
    process.stderr.write(
      `File descriptor ${closed} is not open. Give it one, for example: ${closed}< FILE\n`,
    );
    return USAGE;
  }
  try {
    return await runInElectronNode(electron, path.join(root, 'src', 'cli', 'main.ts'), args, {
      stdio: stdioFor(args),
    });
  } catch (error) {
    return explain(`The command could not be started (${error.code ?? error.message}).`);
  }
}

function readElectronPath(root) {
  try {
    return JSON.parse(readFileSync(electronRecordFile(root), 'utf8')).path;
  } catch {
    return undefined;
  }
}

function explain(what) {
  process.stderr.write(`${what} Run this in its checkout: npm run bootstrap\n`);
  return UNAVAILABLE;
}

process.exitCode = await ronda(process.argv.slice(2));
