import { randomUUID } from 'node:crypto';
import { RondaError } from '../../../../shared/errors.ts';
import type { ExecResult, HostConnection } from '../../../hosts/host-connection.ts';
import { plainDetail } from '../../../platform/plain-detail.ts';

const execMs = 20_000;

/** By sudo where that is how the engine is reached, and at the socket that is known to be its. */
const call = `call() {
  if [ "$as" = sudo ]; then sudo -n docker \${at:+-H "$at"} "$@"; else docker \${at:+-H "$at"} "$@"; fi
}`;

/**
 * Runs on the server by itself: after so many seconds it lets the containers go on, unless its folder is gone by then,
 * which is how it is disarmed. It ends within a second of that, and leaves nothing.
 */
const timer = `dir=$1; seconds=$2; as=$3; at=$4; shift 4
${call}
: > "$dir/armed"
n=0
while [ "$n" -lt "$seconds" ]; do
  sleep 1
  [ -e "$dir/armed" ] || exit 0
  n=$((n + 1))
done
for id; do
  n=0
  until [ "$(call inspect --type container --format '{{.State.Paused}}' "$id")" = false ] || [ "$n" -ge 10 ]; do
    call unpause "$id" || sleep 1
    n=$((n + 1))
  done
done
rm -f "$dir/armed"; rmdir "$dir"`;

/** Starts the timer in a session of its own, and says so only once it runs. */
const arm = `timer=$1; word=$2; seconds=$3; as=$4; at=$5; shift 5
for tool in docker mktemp sleep; do command -v $tool >/dev/null 2>&1 || { echo "$tool" >&2; exit 127; }; done
${call}
call inspect --type container "$@" >/dev/null 2>&1 || exit 69
umask 077
dir=$(mktemp -d "\${TMPDIR:-/tmp}/ronda-unpause.XXXXXX") || exit 73
if command -v setsid >/dev/null 2>&1; then
  setsid sh -c "$timer" sh "$dir" "$seconds" "$as" "$at" "$@" </dev/null >/dev/null 2>&1 &
else
  nohup sh -c "$timer" sh "$dir" "$seconds" "$as" "$at" "$@" </dev/null >/dev/null 2>&1 &
fi
n=0
while [ ! -e "$dir/armed" ]; do
  n=$((n + 1))
  [ "$n" -le 5 ] || { rmdir "$dir"; exit 75; }
  sleep 1
done
echo "$word $dir"`;

/** No tool of a path's own choosing removes more than what the timer made. */
const disarm = 'rm -f "$1/armed"; rmdir "$1"';

export interface UnpauseTimer {
  /** Ends it; where that fails it ends by itself, and leaves nothing. */
  disarm(): Promise<void>;
}

/**
 * Arms what lets containers go on after so many seconds, on the server itself: neither a killed console nor a cut link
 * leaves them paused.
 * @throws RondaError `backup.no-timer` with what the server lacks; nothing is armed then
 */
export async function armUnpauseTimer(
  connection: HostConnection,
  names: { readonly host: string; readonly container: string },
  ids: readonly string[],
  seconds: number,
  signal: AbortSignal,
): Promise<UnpauseTimer> {
  const refuse = (missing: string, cause?: unknown): RondaError =>
    new RondaError('backup.no-timer', { ...names, missing }, { cause });
  if (connection.methods.exec === 'none') throw refuse('a way to run a program on the server');
  const word = `RONDA-ARMED-${randomUUID()}`;
  const as = connection.methods.docker === 'sudo-dial-stdio' ? 'sudo' : '';
  const at = connection.dockerSocket === undefined ? '' : `unix://${connection.dockerSocket}`;
  let result: ExecResult;
  try {
    result = await connection.exec(['sh', '-c', arm, 'sh', timer, word, String(seconds), as, at, ...ids], {
      signal: AbortSignal.any([signal, AbortSignal.timeout(execMs)]),
      maxOutputBytes: 64 * 1024,
    });
  } catch (error) {
    signal.throwIfAborted();
    throw refuse(plainDetail(error), error);
  }
  const { code, stdout, stderr } = result;
  const line = stdout
    .toString('utf8')
    .split('\n')
    .find((text) => text.startsWith(`${word} `));
  const folder = line?.slice(word.length + 1) ?? '';
  if (code === 0 && /^\/[^\0\r]{0,1000}\/ronda-unpause\.[A-Za-z0-9]{6}$/.test(folder)) {
    return {
      async disarm() {
        await connection.exec(['sh', '-c', disarm, 'sh', folder], {
          signal: AbortSignal.timeout(execMs),
          maxOutputBytes: 64 * 1024,
        });
      },
    };
  }
  const words: Readonly<Record<number, string>> = {
    69: 'a docker command that sees this container',
    73: 'a temporary folder to write to',
    75: 'a program that goes on by itself',
    127: plainDetail(stderr.toString('utf8')) || 'sh',
  };
  throw refuse(words[code] ?? `sh (exit code ${code})`);
}
