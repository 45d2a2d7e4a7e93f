/** What a testbed sshd allows. Defaults are those of a stock OpenSSH server, key login only. */
export interface SshdPolicy {
  /** AllowStreamLocalForwarding: reaching docker.sock through the connection. Default true. */
  allowStreamLocal?: boolean;
  /** AllowTcpForwarding. Default true. */
  allowTcp?: boolean;
  /** Sessions a connection may have open; OpenSSH's default is 10. */
  maxSessions?: number;
  /** Seconds a client may take to log in. */
  loginGraceSeconds?: number;
  passwordAuth?: boolean;
  /** Through PAM: one prompt, "Password: ". */
  keyboardInteractive?: boolean;
  /** Default true. */
  publicKeyAuth?: boolean;
  sftp?: boolean;
  /** Lines put before all others: in sshd_config the first value of a keyword wins. */
  extraConfig?: readonly string[];
}

export interface SshdFiles {
  port: number;
  user: string;
  hostKeys: readonly string[];
  authorizedKeys: string;
  pidFile: string;
  /** Overrides where sessions find their home; absent: the account's own. */
  home?: string;
  bannerFile?: string;
}

/** The text of an sshd_config that listens on 127.0.0.1 only and admits one user. */
export function sshdConfig(files: SshdFiles, policy: SshdPolicy): string {
  const yes = (value: boolean) => (value ? 'yes' : 'no');
  const keyboardInteractive = policy.keyboardInteractive ?? false;
  return [
    ...(policy.extraConfig ?? []),
    'ListenAddress 127.0.0.1',
    `Port ${files.port}`,
    ...files.hostKeys.map((key) => `HostKey ${key}`),
    `PidFile ${files.pidFile}`,
    `AuthorizedKeysFile ${files.authorizedKeys}`,
    `AllowUsers ${files.user}`,
    'PermitRootLogin prohibit-password',
    // The testbed lies under a temporary folder that others may write to, which StrictModes refuses.
    'StrictModes no',
    `PubkeyAuthentication ${yes(policy.publicKeyAuth ?? true)}`,
    `PasswordAuthentication ${yes(policy.passwordAuth ?? false)}`,
    `KbdInteractiveAuthentication ${yes(keyboardInteractive)}`,
    // Keyboard-interactive has no other backend; without it PAM's session modules only add ways to fail.
    `UsePAM ${yes(keyboardInteractive)}`,
    `AllowStreamLocalForwarding ${yes(policy.allowStreamLocal ?? true)}`,
    `AllowTcpForwarding ${yes(policy.allowTcp ?? true)}`,
    ...(policy.maxSessions === undefined ? [] : [`MaxSessions ${policy.maxSessions}`]),
    ...(policy.loginGraceSeconds === undefined ? [] : [`LoginGraceTime ${policy.loginGraceSeconds}`]),
    // Double quotes would need escaping; no path of the testbed holds one.
    ...(files.home === undefined ? [] : [`SetEnv "HOME=${files.home}"`]),
    ...(files.bannerFile === undefined ? [] : [`Banner ${files.bannerFile}`]),
    ...((policy.sftp ?? true) ? ['Subsystem sftp internal-sftp'] : []),
    // The default drops connections at random beyond ten that are logging in: flaky tests.
    'MaxStartups 200:30:400',
    'UseDNS no',
    'PrintMotd no',
    'PrintLastLog no',
    'X11Forwarding no',
    'LogLevel VERBOSE',
    '',
  ].join('\n');
}
