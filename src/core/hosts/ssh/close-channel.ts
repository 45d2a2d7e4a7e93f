import type { ClientChannel } from 'ssh2';

/** What ssh2 keeps of how much the server may still send; not in its types. */
interface Receiving {
  readonly incoming: { window: number };
}

/**
 * Closes a channel and lets what is still on its way be dropped.
 *
 * ssh2 would go on allowing the server more for it, which nobody may after a close (RFC 4254, 5.3): the server may have
 * given the channel's number to the next one by then, takes the allowance for that one's, and sends it more than ssh2
 * reckons with, which ssh2 drops. A megabyte is missing in the middle of the next transfer then. With a window that
 * needs no more nothing is sent. (https://github.com/mscdex/ssh2/pull/1483)
 */
export function closeChannel(channel: ClientChannel): void {
  channel.close();
  (channel as unknown as Receiving).incoming.window = Number.POSITIVE_INFINITY;
  // What is still on its way must be read, or the channel never finishes closing and keeps its number.
  channel.resume();
  channel.stderr.resume();
}

/**
 * Ends the program that a channel runs: closing alone leaves one running that neither reads nor writes. (sshd passes
 * signals on to an ordinary user's programs only; root's end with their next write.)
 */
export function endProgram(channel: ClientChannel): void {
  channel.signal('TERM');
  closeChannel(channel);
}
