/** Something that is kept of a host beside its databases. */
type Kept = (hostId: string, signal: AbortSignal) => Promise<unknown>;

/** All of it. @returns false when the vault was not open, and what belongs there waits until it is */
export type AlsoKept = (hostId: string, signal: AbortSignal) => Promise<boolean>;

/**
 * What follows a round of scheduled backups: each is tried, whatever became of the others.
 * @throws what the first that failed threw
 */
export function afterRound(ports: {
  readonly keepData: Kept;
  readonly keepEnvironment: Kept;
  readonly keepConfiguration: Kept;
  readonly isVaultOpen: () => boolean;
}): AlsoKept {
  return async (hostId, signal) => {
    const isOpen = ports.isVaultOpen();
    const rounds = await Promise.allSettled([
      ports.keepData(hostId, signal),
      // Nobody is there at night to open it: that is no fault.
      ...(isOpen ? [ports.keepEnvironment(hostId, signal), ports.keepConfiguration(hostId, signal)] : []),
    ]);
    for (const round of rounds) if (round.status === 'rejected') throw round.reason;
    return isOpen;
  };
}
