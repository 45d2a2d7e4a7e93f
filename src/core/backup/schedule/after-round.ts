/** Something that is kept of a host beside its databases. */
export type AlsoKept = (hostId: string, signal: AbortSignal) => Promise<unknown>;

/**
 * What follows a round of scheduled backups: each is tried, whatever became of the others.
 * @throws what the first that failed threw
 */
export function afterRound(ports: {
  readonly keepData: AlsoKept;
  readonly keepEnvironment: AlsoKept;
  readonly keepConfiguration: AlsoKept;
  readonly isVaultOpen: () => boolean;
}): (hostId: string, signal: AbortSignal) => Promise<void> {
  return async (hostId, signal) => {
    const rounds = await Promise.allSettled([
      ports.keepData(hostId, signal),
      // Nobody is there at night to open it: that is no fault.
      ...(ports.isVaultOpen()
        ? [ports.keepEnvironment(hostId, signal), ports.keepConfiguration(hostId, signal)]
        : []),
    ]);
    for (const round of rounds) if (round.status === 'rejected') throw round.reason;
  };
}
