import type { PostMortem } from '../../../shared/domain/post-mortem.ts';
import { RondaError } from '../../../shared/errors.ts';
import type { Handlers } from '../../dispatcher/dispatcher.ts';
import type { Clock } from '../../platform/clock.ts';
import { writeAtomically } from '../../platform/write-atomically.ts';
import { redactText } from '../../redaction/redact-text.ts';
import type { Remote } from '../../storage/remote.ts';
import type { IncidentService } from '../incident-service.ts';
import { composeDocument, type Document } from './compose-document.ts';
import type { Language } from './document-words.ts';
import { incidentFigures } from './incident-figures.ts';
import type { PostMortemRepository } from './post-mortem-repository.ts';
import { writeMarkdown } from './write-markdown.ts';
import { writePage } from './write-page.ts';

export interface PostMortemPorts {
  readonly postMortems: Remote<{ postMortems: PostMortemRepository }>['postMortems'];
  readonly incidents: IncidentService;
  readonly clock: Clock;
  readonly timeZone: () => string;
  /** Null where there is no desktop. */
  readonly desktop: {
    chooseSavePath(suggestedName: string): Promise<string | null>;
    /** A page as PDF. */
    printPage(html: string): Promise<Uint8Array>;
  } | null;
}

type PostMortemOperation =
  | 'incidents.post-mortem'
  | 'incidents.save-post-mortem'
  | 'incidents.post-mortem-text'
  | 'incidents.export-post-mortem'
  | 'incidents.figures';

const LONGEST = 8000;

/** Post-mortems: written in the app, and taken out as Markdown or PDF in either language. */
export function createPostMortemOperations(ports: PostMortemPorts): Handlers<PostMortemOperation> {
  const { postMortems, incidents, clock } = ports;

  async function find(incidentId: string): Promise<PostMortem> {
    const empty = { impact: '', rootCause: '', wentWell: '', wentBadly: '', followUps: [], savedAt: null };
    return (await postMortems.find(incidentId)) ?? { incidentId, ...empty };
  }

  async function documentOf(incidentId: string, language: Language): Promise<Document> {
    const [incident, { entries, brokenAt }, postMortem] = await Promise.all([
      incidents.find(incidentId),
      incidents.timeline(incidentId),
      find(incidentId),
    ]);
    return composeDocument(
      { incident, entries, postMortem, isIntact: brokenAt === null },
      language,
      ports.timeZone(),
    );
  }

  return {
    'incidents.post-mortem': async ({ incidentId }) => {
      await incidents.find(incidentId);
      return { postMortem: await find(incidentId) };
    },
    'incidents.save-post-mortem': async ({ postMortem: wanted }) => {
      const clean = (text: string): string => redactText(text, LONGEST);
      const postMortem: PostMortem = {
        incidentId: wanted.incidentId,
        impact: clean(wanted.impact),
        rootCause: clean(wanted.rootCause),
        wentWell: clean(wanted.wentWell),
        wentBadly: clean(wanted.wentBadly),
        followUps: wanted.followUps.map((one) => ({
          ...one,
          text: clean(one.text),
          owner: clean(one.owner),
        })),
        savedAt: clock.now(),
      };
      // The journal says that it was written, and by whom; the text itself may be edited on.
      await incidents.change(wanted.incidentId, { type: 'post-mortem' });
      await postMortems.put(postMortem);
      return { postMortem };
    },
    'incidents.post-mortem-text': async ({ incidentId, language }) => ({
      markdown: writeMarkdown(await documentOf(incidentId, language)),
    }),
    'incidents.export-post-mortem': async ({ incidentId, format, language }) => {
      if (!ports.desktop) throw new RondaError('common.needs-window');
      const report = await documentOf(incidentId, language);
      const { number } = await incidents.find(incidentId);
      const path = await ports.desktop.chooseSavePath(
        `post-mortem-${number}.${format === 'pdf' ? 'pdf' : 'md'}`,
      );
      if (path === null) return { path };
      await writeAtomically(
        path,
        format === 'pdf' ? await ports.desktop.printPage(writePage(report)) : writeMarkdown(report),
      );
      return { path };
    },
    'incidents.figures': async () => ({ figures: incidentFigures(await incidents.list()) }),
  };
}
