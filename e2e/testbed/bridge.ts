import { existsSync } from 'node:fs';
import { runAsRoot } from './as-root.ts';
import { runCommand } from './processes.ts';

/** The piece of the private address space that one engine uses for itself. */
export interface Bridge {
  name: string;
  /** Address of the host on the engine's default bridge: what a container reaches as `host-gateway`. */
  gateway: string;
  /** Where Compose networks get their subnets from. */
  pool: string;
}

interface Link {
  ifname: string;
  ifalias?: string;
  addr_info?: { local?: string; family?: string }[];
}

const SLOTS = Array.from({ length: 16 }, (_, slot) => slot);
const NET = '10.213';

/**
 * Makes the bridge of a new engine. Creating a link of a given name fails when there is one, which makes the claim
 * of a slot atomic between engines that start at the same time; the link's alias names the folder it belongs to, so
 * that a bridge whose folder is gone can be taken over.
 */
export async function claimBridge(dir: string): Promise<Bridge> {
  const inUse = await listLinks();
  for (const slot of SLOTS) {
    const bridge = bridgeOf(slot);
    const existing = inUse.find(({ ifname }) => ifname === bridge.name);
    if (existing?.ifalias && !existsSync(existing.ifalias)) await removeLinksOf(bridge, inUse);
    else if (existing) continue;
    try {
      await runAsRoot('ip', ['link', 'add', bridge.name, 'type', 'bridge']);
    } catch (error) {
      if (String(error).includes('File exists')) continue;
      throw error;
    }
    await runAsRoot('ip', ['link', 'set', bridge.name, 'alias', dir]);
    await runAsRoot('ip', ['addr', 'add', `${bridge.gateway}/24`, 'dev', bridge.name]);
    await runAsRoot('ip', ['link', 'set', bridge.name, 'up']);
    return bridge;
  }
  throw new Error(`All ${SLOTS.length} testbed bridges (ronda0…) are in use; stop an engine or delete one.`);
}

/** Removes the bridges that belong to the engine of this folder, those of its Compose networks included. */
export async function releaseBridges(dir: string): Promise<void> {
  const links = await listLinks();
  for (const slot of SLOTS) {
    const bridge = bridgeOf(slot);
    const own = links.find(({ ifname }) => ifname === bridge.name);
    if (own?.ifalias === dir) await removeLinksOf(bridge, links);
  }
}

function bridgeOf(slot: number): Bridge {
  return {
    name: `ronda${slot}`,
    gateway: `${NET}.${slot * 16}.1`,
    pool: `${NET}.${slot * 16 + 8}.0/21`,
  };
}

/** dockerd does not remove the bridges of user networks when it ends: they are known by their address. */
async function removeLinksOf({ name, pool }: Bridge, links: Link[]): Promise<void> {
  const first = Number(pool.split('.')[2]);
  const inPool = ({ local = '' }: { local?: string }) => {
    const third = Number(local.split('.')[2]);
    return local.startsWith(`${NET}.`) && third >= first && third < first + 8;
  };
  const networks = links.filter(
    ({ ifname, addr_info }) => ifname.startsWith('br-') && addr_info?.some(inPool),
  );
  for (const { ifname } of networks) await runAsRoot('ip', ['link', 'delete', ifname]);
  await runAsRoot('ip', ['link', 'delete', name]);
}

async function listLinks(): Promise<Link[]> {
  const { stdout } = await runCommand('ip', ['-json', 'addr', 'show']);
  const aliases = await runCommand('ip', ['-json', '-details', 'link', 'show']);
  const links: Link[] = JSON.parse(stdout);
  const named: Link[] = JSON.parse(aliases.stdout);
  return links.map((link) => {
    const ifalias = named.find(({ ifname }) => ifname === link.ifname)?.ifalias;
    return ifalias === undefined ? link : { ...link, ifalias };
  });
}
