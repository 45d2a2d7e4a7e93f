import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { RondaError } from '../../shared/errors.ts';
import type { Say } from '../i18n/messages.ts';
import { resolveIncident } from '../resolve/resolve-incident.ts';
import type { Run } from '../run.ts';

async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new RondaError('cli.file-unreadable', { file, detail }, { cause: error });
  }
}

/** What of `ronda incident` is about files: the journal out and in, and attachments. */
export function addIncidentJournalCommands(incident: Command, run: Run, say: Say): void {
  incident
    .command('export')
    .description(say('help.incident-export'))
    .action(() =>
      run(async (session) => {
        const { json } = await session.run('incidents.journal', {});
        return { json: JSON.parse(json), text: json };
      }),
    );
  incident
    .command('import')
    .description(say('help.incident-import'))
    .argument('<file>', say('help.incident-import-file'))
    .action((file: string) =>
      run(async (session) => {
        const json = (await read(file)).toString('utf8');
        const result = await session.run('incidents.import-journal', { json });
        return { json: result, text: session.say('incident.imported', result) };
      }),
    );
  incident
    .command('attach')
    .description(say('help.incident-attach'))
    .argument('<number>', say('help.incident-number'))
    .argument('<file>', say('help.incident-attach-file'))
    .action((word: string, file: string) =>
      run(async (session) => {
        const { id: incidentId } = await resolveIncident(session, word);
        const base64 = (await read(file)).toString('base64');
        const input = { incidentId, name: basename(file), base64 };
        const { attachment } = await session.run('incidents.attach', input);
        const { name, sha256 } = attachment;
        return { json: { attachment }, text: session.say('incident.attached', { name, sha256 }) };
      }),
    );
}
