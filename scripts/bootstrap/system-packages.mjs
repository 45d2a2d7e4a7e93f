import { runsAsRoot } from './cache-folder.mjs';
import {
  chooseNames,
  missingPackages,
  PACKAGE_NEEDS,
  parseCandidates,
  parseInstalled,
} from './package-needs.mjs';
import { BootstrapError } from './report.mjs';
import { findCommand, lastLines, runCommand } from './run-command.mjs';

/**
 * Sees to the Debian packages that the needs ask for. Never starts a service: a system Docker daemon, sshd or nginx
 * that comes with a package is neither started now nor at the next boot.
 *
 * @param {string[]} needs
 * @returns {Promise<{said: string, value: undefined}>}
 * @throws {BootstrapError} with the command to run, when this process may not install
 */
export async function installSystemPackages(needs) {
  if (findCommand('dpkg-query') === undefined) return { said: describeOtherSystem(needs), value: undefined };
  const missing = await findMissing(needs);
  if (missing.length === 0) return { said: 'all there', value: undefined };
  const asRoot = await rootPrefix();
  if (asRoot === undefined) throw mayNotInstall(missing.map(({ names }) => names[0]));
  const installed = await install(missing, asRoot);
  const still = await findMissing(needs);
  if (still.length > 0) {
    throw new BootstrapError(
      `Not installed by apt: ${still.map(({ names }) => names.join(' or ')).join(', ')}`,
    );
  }
  return { said: `installed ${installed.join(' ')}`, value: undefined };
}

async function findMissing(needs) {
  const names = needs.flatMap((need) => PACKAGE_NEEDS[need] ?? []).flatMap((wanted) => wanted.names);
  if (names.length === 0) return [];
  // dpkg-query exits with 1 when it does not know one of the names: its output is right all the same.
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholders are dpkg-query's own.
  const format = '${db:Status-Status} ${Package}\n';
  const query = await runCommand('dpkg-query', ['-W', '-f', format, ...names]);
  return missingPackages(needs, {
    installed: parseInstalled(query.stdout),
    hasCommand: (name) => findCommand(name) !== undefined,
  });
}

/** What to put before a command to run it as root: nothing, sudo where it asks no password, undefined where neither. */
export async function rootPrefix() {
  if (runsAsRoot()) return [];
  if (findCommand('sudo') === undefined) return undefined;
  return (await runCommand('sudo', ['-n', 'true'])).code === 0 ? ['sudo', '-n'] : undefined;
}

async function install(missing, asRoot) {
  let choice = chooseNames(missing, await candidates(missing));
  let isFresh = false;
  if (choice.unknown.length > 0) {
    await updateLists(asRoot);
    isFresh = true;
    choice = chooseNames(missing, await candidates(missing));
  }
  if (choice.unknown.length > 0) {
    throw new BootstrapError(
      `This release's package lists do not have: ${choice.unknown.join(', ')}`,
      'Install what serves the same purpose yourself, then run it again.',
    );
  }
  let result = await aptInstall(choice.install, asRoot);
  // Old lists name files that the mirror no longer has: worth one try with new ones.
  if (result.code !== 0 && !isFresh) {
    await updateLists(asRoot);
    result = await aptInstall(choice.install, asRoot);
  }
  if (result.code !== 0) {
    throw new BootstrapError(
      `apt-get install failed:\n${lastLines(result, 10)}`,
      manualCommand(choice.install),
    );
  }
  return choice.install;
}

async function candidates(missing) {
  const policy = await runCommand('apt-cache', ['policy', ...missing.flatMap(({ names }) => names)], {
    env: { ...process.env, LC_ALL: 'C' },
  });
  return parseCandidates(policy.stdout);
}

async function updateLists(asRoot) {
  const result = await runAs(asRoot, 'apt-get', ['update', '-q', '-o', 'DPkg::Lock::Timeout=120']);
  if (result.code !== 0) {
    throw new BootstrapError(
      `apt-get update failed:\n${lastLines(result)}`,
      'Check the network, then run it again.',
    );
  }
}

function aptInstall(names, asRoot) {
  return runAs(asRoot, 'sh', ['-c', INSTALL_WITHOUT_STARTING, 'sh', ...names]);
}

function runAs(prefix, command, args) {
  const [first, ...rest] = [...prefix, command, ...args];
  return runCommand(first, rest, { timeoutMs: 1_200_000, env: { ...process.env, LC_ALL: 'C' } });
}

/**
 * Debian starts a service when its package is installed unless /usr/sbin/policy-rc.d answers 101. Ours stands there
 * for the time of the installation only; the one that was there is put back, also after a run that was killed.
 * With systemd the units of what was just installed are disabled too, or the next boot would start them.
 */
const INSTALL_WITHOUT_STARTING = `
set -eu
policy=/usr/sbin/policy-rc.d
saved=$policy.before-ronda-bootstrap
restore() {
  if [ -e "$saved" ]; then mv -f "$saved" "$policy"; else rm -f "$policy"; fi
}
if [ -e "$policy" ] && ! grep -q ronda-bootstrap "$policy"; then mv -f "$policy" "$saved"; fi
trap restore EXIT
trap 'exit 1' HUP INT TERM
printf '#!/bin/sh\\n# ronda-bootstrap: installed packages start no service\\nexit 101\\n' > "$policy"
chmod 755 "$policy"
DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"
if [ -d /run/systemd/system ]; then
  for name in "$@"; do
    case $name in
      docker.io) units='docker.socket docker.service containerd.service' ;;
      openssh-server) units='ssh.socket ssh.service' ;;
      nginx*) units='nginx.service' ;;
      *) continue ;;
    esac
    for unit in $units; do systemctl disable -q "$unit" 2>/dev/null || true; done
  done
fi
`;

function mayNotInstall(names) {
  return new BootstrapError(
    `These system packages are missing, and this user may not install them: ${names.join(' ')}`,
    manualCommand(names),
  );
}

function manualCommand(names) {
  return `Run this yourself, then start again:\n  sudo apt-get update && sudo apt-get install --no-install-recommends ${names.join(' ')}`;
}

function describeOtherSystem(needs) {
  const wanted = [];
  if (needs.includes('engine')) wanted.push('a Docker engine with Compose, docker-registry');
  if (needs.includes('ssh')) wanted.push('an OpenSSH server and client');
  if (needs.includes('display') && process.platform === 'linux') wanted.push('Xvfb and xauth');
  if (needs.includes('tools')) wanted.push('sqlite3, age, zstd, rsync and git');
  if (needs.includes('electron') && process.platform === 'linux')
    wanted.push('GTK 3, NSS, ALSA, GBM libraries');
  return `skipped, there is no apt here; needed: ${wanted.join(', ') || 'nothing'}`;
}
