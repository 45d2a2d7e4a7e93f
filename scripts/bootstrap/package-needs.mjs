/**
 * The Debian packages behind each need. `names` are alternatives (newer releases renamed some), `command` is a
 * program whose presence serves as well: a machine with docker-ce must not get docker.io on top of it.
 *
 * @typedef {{names: string[], command?: string}} Wanted
 * @type {Record<string, Wanted[]>}
 */
export const PACKAGE_NEEDS = {
  electron: [
    { names: ['libgtk-3-0', 'libgtk-3-0t64'] },
    { names: ['libnss3'] },
    { names: ['libasound2', 'libasound2t64'] },
    { names: ['libgbm1'] },
    { names: ['libxss1'] },
  ],
  display: [
    { names: ['xvfb'], command: 'Xvfb' },
    // Reads what a printed post-mortem holds.
    { names: ['poppler-utils'], command: 'pdftotext' },
    { names: ['xauth'], command: 'xauth' },
  ],
  engine: [
    { names: ['docker.io', 'docker-ce'], command: 'dockerd' },
    { names: ['iptables'], command: 'iptables' },
    { names: ['docker-compose'], command: 'docker-compose' },
    { names: ['busybox-static'] },
    // A link that can be cut is a network namespace.
    { names: ['iproute2'], command: 'ip' },
    // Where images are pushed to.
    { names: ['docker-registry'], command: 'docker-registry' },
  ],
  'other-engines': [
    { names: ['podman'], command: 'podman' },
    // Without it nothing is rootless.
    { names: ['uidmap'], command: 'newuidmap' },
    // A Docker of an ordinary user.
    { names: ['rootlesskit'], command: 'rootlesskit' },
  ],
  ssh: [
    { names: ['openssh-server'], command: 'sshd' },
    // A server whose users reach Docker through sudo.
    { names: ['sudo'], command: 'sudo' },
    { names: ['openssh-client'], command: 'ssh' },
    // A server whose users have a crontab: the night watch is started by it.
    { names: ['cron'], command: 'crontab' },
  ],
  tools: [
    { names: ['sqlite3'], command: 'sqlite3' },
    // What is stored must open without Ronda.
    { names: ['age'], command: 'age' },
    { names: ['zstd'], command: 'zstd' },
    // What a second export is measured against.
    { names: ['rsync'], command: 'rsync' },
    // JSON data are kept as commits.
    { names: ['git'], command: 'git' },
  ],
  nginx: [{ names: ['nginx-light', 'nginx-core', 'nginx'], command: 'nginx' }],
};

/**
 * What of the needs is not there yet.
 *
 * @param {string[]} needs
 * @param {{installed: Set<string>, hasCommand: (name: string) => boolean}} machine
 * @returns {Wanted[]}
 */
export function missingPackages(needs, { installed, hasCommand }) {
  return needs
    .flatMap((need) => PACKAGE_NEEDS[need] ?? [])
    .filter(({ names }) => !names.some((name) => installed.has(name)))
    .filter(({ command }) => command === undefined || !hasCommand(command));
}

/**
 * The names to give to apt: of each missing package the first alternative that this release has.
 *
 * @param {Wanted[]} missing
 * @param {Set<string>} available names with an installation candidate
 * @returns {{install: string[], unknown: string[]}} unknown: nothing of it is in the package lists (as they are now)
 */
export function chooseNames(missing, available) {
  const install = [];
  const unknown = [];
  for (const { names } of missing) {
    const name = names.find((candidate) => available.has(candidate));
    if (name === undefined) unknown.push(names[0]);
    else install.push(name);
  }
  return { install, unknown };
}

/** The names that `dpkg-query -W -f '${db:Status-Status} ${Package}\n'` calls installed. */
export function parseInstalled(text) {
  return namesWhere(text, /^installed (\S+)$/);
}

/** The names for which `apt-cache policy` shows a candidate. */
export function parseCandidates(text) {
  const available = new Set();
  let name = '';
  for (const line of text.split('\n')) {
    const heading = /^(\S+):$/.exec(line);
    if (heading) name = heading[1];
    else if (/^ {2}Candidate: (?!\(none\))/.test(line)) available.add(name);
  }
  return available;
}

function namesWhere(text, pattern) {
  return new Set(
    text
      .split('\n')
      .map((line) => pattern.exec(line)?.[1])
      .filter((name) => name !== undefined),
  );
}
