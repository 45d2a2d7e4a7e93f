// Runs inside the service's container, as `node -e`, under whatever Node its image has (18 and newer): makes a
// consistent copy of a live SQLite database, checks it, sends it through stdout and leaves nothing behind. Its last word
// on stderr is "ronda <sha256> <bytes>". It ends when its input does: whoever started it is gone then.
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const { createRequire } = require('node:module');
const os = require('node:os');
const { dirname, join, resolve } = require('node:path');
const { promisify } = require('node:util');

const path = process.argv[1];
const everyPage = 0x7fffffff;
const lockTimeoutMs = 10_000;
const read = promisify(fs.read);
const write = promisify(fs.write);
let temporary = null;

function clear() {
  if (temporary === null) return;
  for (const end of ['', '-journal', '-wal', '-shm']) fs.rmSync(temporary + end, { force: true });
}
function fail(message) {
  clear();
  fs.writeSync(2, `${String(message).split('\n')[0]}\n`);
  process.exit(1);
}
for (const event of ['end', 'close', 'error']) process.stdin.on(event, () => fail('whoever asked is gone'));
process.stdin.resume();

function tryTo(action) {
  try {
    return action();
  } catch {
    return null;
  }
}

/** better-sqlite3 is where the service found it: beside its working folder or its main script. */
function findBetterSqlite() {
  const bases = [process.cwd(), dirname(path)];
  const cwd = tryTo(() => fs.readlinkSync('/proc/1/cwd'));
  if (cwd) bases.push(cwd);
  for (const word of tryTo(() => fs.readFileSync('/proc/1/cmdline', 'utf8').split('\0')) ?? []) {
    if (/\.[cm]?[jt]s$/.test(word)) bases.push(dirname(resolve(cwd ?? '/', word)));
  }
  for (const base of new Set(bases)) {
    const found = tryTo(() => {
      const Library = createRequire(join(base, 'x.js'))('better-sqlite3');
      new Library(':memory:').close();
      return Library;
    });
    if (found) return found;
  }
  return null;
}

/** A folder that takes a file of this size: the temporary one, else the database's own. */
function roomFor(bytes) {
  for (const folder of [os.tmpdir(), dirname(path)]) {
    const free = tryTo(() => {
      const { bavail, bsize } = fs.statfsSync(folder);
      fs.accessSync(folder, fs.constants.W_OK);
      return bavail * bsize;
    });
    if (free !== null && free > bytes * 1.1 + 16_777_216) return folder;
  }
  return fail(`the container has no room for a copy of ${bytes} bytes`);
}

/** Files of runs that were killed; those of a run at work are younger than an hour. */
function sweep(folder) {
  for (const name of tryTo(() => fs.readdirSync(folder)) ?? []) {
    if (!/^\.ronda-copy-\d+-\d+(-journal|-wal|-shm)?$/.test(name)) continue;
    const file = join(folder, name);
    const stat = tryTo(() => fs.lstatSync(file));
    if (stat?.isFile() && Date.now() - stat.mtimeMs > 3_600_000) tryTo(() => fs.rmSync(file));
  }
}

async function copyWithBetterSqlite(Library) {
  const source = new Library(path, { fileMustExist: true, timeout: lockTimeoutMs });
  source.exec('PRAGMA query_only = ON');
  // Held while it copies: without it, every write of the service would make the copy begin anew.
  source.exec('BEGIN');
  source.prepare('SELECT count(*) FROM sqlite_schema').get();
  await source.backup(temporary, { progress: () => everyPage });
  source.exec('ROLLBACK');
  source.close();
  const copy = new Library(temporary);
  copy.pragma('journal_mode = DELETE');
  const problem = copy.pragma('integrity_check(1)', { simple: true });
  copy.close();
  return problem;
}

async function copyWithNodeSqlite(sqlite) {
  const source = new sqlite.DatabaseSync(path);
  source.exec(`PRAGMA busy_timeout = ${lockTimeoutMs}; PRAGMA query_only = ON; BEGIN`);
  source.prepare('SELECT count(*) FROM sqlite_schema').get();
  await sqlite.backup(source, temporary, { rate: everyPage });
  source.exec('ROLLBACK');
  source.close();
  const copy = new sqlite.DatabaseSync(temporary);
  copy.exec('PRAGMA journal_mode = DELETE');
  const problem = copy.prepare('PRAGMA integrity_check(1)').get().integrity_check;
  copy.close();
  return problem;
}

async function send(fd) {
  const hash = createHash('sha256');
  const block = Buffer.alloc(1024 * 1024);
  let at = 0;
  for (;;) {
    const { bytesRead } = await read(fd, block, 0, block.length, at);
    if (bytesRead === 0) break;
    at += bytesRead;
    hash.update(block.subarray(0, bytesRead));
    for (let sent = 0; sent < bytesRead; )
      sent += (await write(1, block, sent, bytesRead - sent)).bytesWritten;
  }
  return { sha256: hash.digest('hex'), bytes: at };
}

async function main() {
  if (!fs.existsSync(path)) fail(`there is no ${path}`);
  const folder = roomFor(fs.statSync(path).size);
  sweep(folder);
  temporary = join(folder, `.ronda-copy-${process.pid}-${Date.now()}`);
  const Library = findBetterSqlite();
  const sqlite = Library ? null : tryTo(() => require('node:sqlite'));
  let problem;
  if (Library) problem = await copyWithBetterSqlite(Library);
  else if (sqlite?.backup) problem = await copyWithNodeSqlite(sqlite);
  else fail('its Node has neither better-sqlite3 nor the backup of node:sqlite');
  if (problem !== 'ok') fail(`the database is damaged: ${problem}`);
  const fd = fs.openSync(temporary, 'r');
  // From here on a kill leaves nothing: the file has no name any more.
  clear();
  temporary = null;
  const { sha256, bytes } = await send(fd);
  fs.writeSync(2, `ronda ${sha256} ${bytes}\n`);
  process.exit(0);
}
main().catch((error) => fail(error?.message ?? error));
