#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { electronRecordFile } from '../scripts/bootstrap/electron-runtime.mjs';
import { runInElectronNode } from '../scripts/electron-node.mjs';
import { stdioFor } from '../scripts/inherited-descriptors.mjs';

/** EX_UNAVAILABLE of sysexits.h: something this command needs is not there. */
const UNAVAILABLE = 69;

/**
 * The `ronda` command of a checkout. It loads nothing native itself (better-sqlite3 crashes in Node 20): the core
 * runs in Electron's Node, the one that ships.
 */
async function ronda(args) {
  const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
  const electron = readElectronPath(root);
  if (electron === undefined) return explain('Ronda is not set up here yet.');
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
