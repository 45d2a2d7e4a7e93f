import type { Command } from 'commander';
import { RondaError } from '../../shared/errors.ts';
import { hasTerminal } from '../cli-io.ts';
import type { Say } from '../i18n/messages.ts';
import { plainText } from '../output/plain-text.ts';
import { resolveHost } from '../resolve/resolve-host.ts';
import type { Run } from '../run.ts';
import type { Outcome, Session } from '../session.ts';
import { confirmWord } from '../terminal/confirm.ts';

export function addDataRemoteCommands(data: Command, run: Run, say: Say): void {
  data
    .command('set-remote')
    .description(say('help.data-set-remote'))
    .argument('<url>', say('help.data-remote-url'))
    .option('--yes', say('help.yes'))
    .action((url: string, { yes }: { readonly yes?: true }) =>
      run((session) => setRemote(session, url, yes)),
    );
  data
    .command('push')
    .description(say('help.data-push'))
    .action(() => run(push));
}

async function setRemote(session: Session, word: string, yes: true | undefined): Promise<Outcome> {
  const { say } = session;
  const url = word === 'none' ? null : word;
  if (url !== null && !yes && !hasTerminal(session.io)) throw new RondaError('cli.needs-yes');
  const host = await resolveHost(session);
  if (url !== null && !yes)
    await confirmWord(session, say('data.confirm-remote', { url: plainText(url) }), ['yes', 'ya']);
  const result = await session.run('data.set-remote', { hostId: host.id, url, confirmed: url !== null });
  const text =
    result.url === null ? say('data.remote-gone') : say('data.remote-set', { url: plainText(result.url) });
  return { json: result, text };
}

async function push(session: Session): Promise<Outcome> {
  const host = await resolveHost(session);
  const result = await session.run('data.push', { hostId: host.id });
  const { say } = session;
  const { commit, isNew } = result;
  const params = { url: plainText(result.url), commit: commit?.slice(0, 12) ?? '' };
  const text = commit === null ? say('data.none') : say(isNew ? 'data.pushed' : 'data.all-pushed', params);
  return { json: result, text };
}
