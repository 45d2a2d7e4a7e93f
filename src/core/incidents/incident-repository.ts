import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { Incident, TimelineEntry } from '../../shared/domain/incident.ts';
import { RondaError } from '../../shared/errors.ts';
import { type Changed, changeIncident, type IncidentChange } from './change-incident.ts';
import { importIncident, originOf } from './journal/import-incident.ts';
import { type JournalFile, journalFormat, type ReadIncident, readJournal } from './journal/journal-file.ts';
import { type Opening, openIncident } from './open-incident.ts';
import { createPostMortemRepository } from './post-mortem/post-mortem-repository.ts';
import { GENESIS_HASH, hashEntry, hashIncidentRow } from './timeline-hash.ts';
import { findBrokenEntries, type Head, type StoredEntry } from './verify-timeline.ts';

interface Row {
  readonly id: string;
  readonly number: number;
  readonly state: string;
  readonly cause: string | null;
  readonly entity: string;
}

/** Of the time to respond; then those who are told by severity hear of it once more. */
const WARN_AT = 0.75;

type StoredRow = Omit<StoredEntry, 'incidentHashNow'>;

function parseRow(row: Row): Incident | null {
  try {
    return Incident.parse(JSON.parse(row.entity));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}

/** An entry edited from outside into something impossible is still shown, for it is the evidence. */
function readEntry(row: Record<keyof TimelineEntry, unknown>): TimelineEntry {
  const parsed = TimelineEntry.safeParse(row);
  if (parsed.success) return parsed.data;
  const text = `${String(row.event)}: ${String(row.text)}`;
  return {
    seq: Number(row.seq),
    incidentId: String(row.incidentId),
    at: Math.max(0, Number(row.at) || 0),
    kind: 'system',
    event: 'note',
    step: null,
    author: String(row.author),
    text,
    hash: String(row.hash),
  };
}

const entryColumns = `seq, incident_id AS incidentId, at, kind, event, step, author, text,
  incident_hash AS incidentHash, prev_hash AS prevHash, hash`;

/**
 * Incidents and their journal. Every change and its entries are one transaction, so that the app and the command
 * line can work on one incident at a time without losing either's entry; the rules run inside it.
 */
export function createIncidentRepository(db: Database) {
  const postMortems = createPostMortemRepository(db);
  const byId = db.prepare<[string], Row>('SELECT * FROM incident WHERE id = ?');
  const openByCause = db.prepare<[string], Row>("SELECT * FROM incident WHERE cause = ? AND state = 'open'");
  const all = db.prepare<[], Row>('SELECT * FROM incident ORDER BY number DESC');
  const allOpen = db.prepare<[], Row>("SELECT * FROM incident WHERE state = 'open' ORDER BY number");
  const lastNumber = db.prepare<[], { number: number | null }>('SELECT max(number) AS number FROM incident');
  const put = db.prepare<[Row]>(
    `INSERT INTO incident (id, number, state, cause, entity) VALUES (:id, :number, :state, :cause, :entity)
     ON CONFLICT (id) DO UPDATE SET state = :state, cause = :cause, entity = :entity`,
  );
  const readHead = db.prepare<[], Head>('SELECT seq, hash FROM timeline_head WHERE id = 1');
  const writeHead = db.prepare<[Head]>(
    'INSERT INTO timeline_head (id, seq, hash) VALUES (1, :seq, :hash) ON CONFLICT (id) DO UPDATE SET seq = :seq, hash = :hash',
  );
  const lastEntry = db.prepare<[], Head>('SELECT seq, hash FROM timeline ORDER BY seq DESC LIMIT 1');
  const append = db.prepare<[StoredRow]>(
    `INSERT INTO timeline (seq, incident_id, at, kind, event, step, author, text, incident_hash, prev_hash, hash)
     VALUES (:seq, :incidentId, :at, :kind, :event, :step, :author, :text, :incidentHash, :prevHash, :hash)`,
  );
  const entriesOf = db.prepare<[string], Record<keyof TimelineEntry, unknown>>(
    `SELECT seq, incident_id AS incidentId, at, kind, event, step, author, text, hash
     FROM timeline WHERE incident_id = ? ORDER BY seq`,
  );
  const allEntries = db.prepare<[], StoredRow>(`SELECT ${entryColumns} FROM timeline ORDER BY seq`);
  const newestEntries = db.prepare<[], { incidentId: string; seq: number }>(
    'SELECT incident_id AS incidentId, max(seq) AS seq FROM timeline GROUP BY incident_id',
  );

  const newestOf = db.prepare<[string], { seq: number | null }>(
    'SELECT max(seq) AS seq FROM timeline WHERE incident_id = ?',
  );
  const newestSeqs = () => new Map(newestEntries.all().map(({ incidentId, seq }) => [incidentId, seq]));
  const withNewest = (incident: Incident, seq: number | null | undefined): Incident => ({
    ...incident,
    newestEntry: seq ?? 0,
  });

  const read = (row: Row): Incident => {
    const incident = parseRow(row);
    if (!incident) throw new RondaError('incidents.damaged', { number: row.number });
    return incident;
  };
  const mustFind = (incidentId: string): Incident => {
    const row = byId.get(incidentId);
    if (!row) throw new RondaError('incidents.not-found', { incident: incidentId });
    return read(row);
  };

  /** Only ever called inside a transaction that took the write lock at its start. */
  const save = ({ incident, entries }: Changed): Incident => {
    if (entries.length === 0) return withNewest(incident, newestOf.get(incident.id)?.seq);
    const { id, number, state, cause } = incident;
    // What the timeline itself knows is not kept beside it.
    const row: Row = { id, number, state, cause, entity: JSON.stringify({ ...incident, newestEntry: 0 }) };
    put.run(row);
    const incidentHash = hashIncidentRow(row);
    let head = readHead.get() ?? lastEntry.get() ?? { seq: 0, hash: GENESIS_HASH };
    for (const draft of entries) {
      const content = { ...draft, seq: head.seq + 1, incidentId: id, incidentHash };
      const hash = hashEntry(head.hash, content);
      append.run({ ...content, prevHash: head.hash, hash });
      head = { seq: content.seq, hash };
    }
    writeHead.run(head);
    return withNewest(incident, head.seq);
  };

  const change = db.transaction((incidentId: string, what: IncidentChange) =>
    save(changeIncident(mustFind(incidentId), what)),
  );
  const changeByCause = db.transaction((cause: string, what: IncidentChange) => {
    const row = openByCause.get(cause);
    if (!row) return null;
    const changed = changeIncident(read(row), what);
    return { incident: save(changed), changed: changed.entries.length > 0 };
  });
  const openOne = (opening: Opening) => {
    const row = opening.cause === null ? undefined : openByCause.get(opening.cause);
    if (!row) {
      const number = (lastNumber.get()?.number ?? 0) + 1;
      return { incident: save(openIncident(opening, number)), outcome: 'opened' as const };
    }
    const before = read(row);
    const { at, note: reason, severity: suggested, respondWithinMs, affected = [] } = opening;
    const incident = save(
      changeIncident(before, { type: 'alert', at, reason, suggested, respondWithinMs, affected }),
    );
    return {
      incident,
      outcome: before.recoveredAt === null ? ('joined' as const) : ('relapsed' as const),
    };
  };
  const open = db.transaction(openOne);
  const openOutage = db.transaction((opening: Opening & { hostId: string }) => {
    const parts = allOpen
      .all()
      .map(parseRow)
      .filter((incident) => incident !== null)
      .filter(
        ({ hostId, serviceId, openedBy, recoveredAt }) =>
          hostId === opening.hostId && serviceId !== null && openedBy === 'check' && recoveredAt === null,
      );
    const down = parts.flatMap(({ serviceId }) => serviceId ?? []);
    const signs = [opening, ...parts].flatMap(({ startedAt }) => startedAt ?? []);
    const { incident, outcome } = openOne({
      ...opening,
      startedAt: signs.length === 0 ? null : Math.min(...signs),
      affected: [...new Set([...down, ...(opening.affected ?? [])])],
    });
    // What somebody works on already stays theirs; the outage tells of it all the same.
    const merged = parts
      .filter(({ acknowledgedAt }) => acknowledgedAt === null)
      .map((part) => save(changeIncident(part, { type: 'merged', at: opening.at, into: incident.number })));
    return { incident, outcome, merged };
  });
  /** What the clock of an incident that nobody answers has to say now; null: nothing new. */
  const clockSays = (incident: Incident, now: number): 'breached' | 'nearly-due' | null => {
    const { openedAt, respondBy, breached, nearlyDue, acknowledgedAt, imported } = incident;
    if (breached || imported || acknowledgedAt !== null) return null;
    if (now > respondBy) return 'breached';
    return !nearlyDue && now >= openedAt + WARN_AT * (respondBy - openedAt) ? 'nearly-due' : null;
  };
  const overdue = (now: number): Incident[] =>
    allOpen
      .all()
      .map(parseRow)
      .filter((incident) => incident !== null && clockSays(incident, now) !== null)
      .filter((incident) => incident !== null);
  const markOverdue = db.transaction((now: number) => {
    for (const incident of overdue(now)) {
      const type = clockSays(incident, now);
      if (type) save(changeIncident(incident, { type, at: now }));
    }
  });

  const importAll = db.transaction((read: readonly ReadIncident[], now: number) => {
    const known = new Set([
      ...allEntries.all().map(({ hash }) => hash),
      ...all.all().flatMap((row) => parseRow(row)?.importedFrom ?? []),
    ]);
    let imported = 0;
    // Oldest first, so that their new numbers are in the order of the old ones.
    for (const one of [...read].sort((a, b) => a.incident.number - b.incident.number)) {
      if (known.has(originOf(one))) continue;
      const number = (lastNumber.get()?.number ?? 0) + 1;
      const { id } = save(importIncident(one, number, now));
      if (one.postMortem) postMortems.put({ ...one.postMortem, incidentId: id });
      imported += 1;
    }
    return { imported, known: read.length - imported };
  });

  function* storedEntries(): Generator<StoredEntry> {
    const newest = newestSeqs();
    for (const entry of allEntries.iterate()) {
      if (newest.get(entry.incidentId) !== entry.seq) yield { ...entry, incidentHashNow: null };
      else {
        const row = byId.get(entry.incidentId);
        yield { ...entry, incidentHashNow: row ? hashIncidentRow(row) : '' };
      }
    }
  }

  return {
    /** Opens an incident, or joins the open one of the same cause with an entry. */
    open: (opening: Opening) => open.immediate(opening),
    /**
     * Opens (or joins) the incident of a host whose services are all down. Those that opened for one service each, and
     * that nobody has answered yet, are closed as parts of it.
     */
    openOutage: (opening: Opening & { hostId: string }) => openOutage.immediate(opening),
    /** @throws RondaError `incidents.not-found`, or what the procedure says against it */
    change: (incidentId: string, what: IncidentChange): Incident => change.immediate(incidentId, what),
    /** Changes the open incident of a cause; null when there is none. */
    changeByCause: (cause: string, what: IncidentChange) => changeByCause.immediate(cause, what),
    /** Marks what nobody answered in time, and what soon will be so. */
    sweep(now: number): void {
      // Looked at first without the write lock: nearly always there is nothing to mark.
      if (overdue(now).length > 0) markOverdue.immediate(now);
    },
    find: (incidentId: string): Incident => withNewest(mustFind(incidentId), newestOf.get(incidentId)?.seq),
    /** Newest first. A row that no longer is an incident is left out and named by its number. */
    list(): { incidents: Incident[]; damaged: number[] } {
      const incidents: Incident[] = [];
      const damaged: number[] = [];
      const newest = newestSeqs();
      for (const row of all.all()) {
        const incident = parseRow(row);
        if (incident) incidents.push(withNewest(incident, newest.get(incident.id)));
        else damaged.push(row.number);
      }
      return { incidents, damaged };
    },
    /** By sequence, never by time. */
    timeline(incidentId: string): TimelineEntry[] {
      if (!byId.get(incidentId)) throw new RondaError('incidents.not-found', { incident: incidentId });
      return entriesOf.all(incidentId).map(readEntry);
    },
    /** The whole journal as text (`JournalFile`). */
    exportJournal(now: number): string {
      const rows = all.all();
      const file: JournalFile = {
        format: journalFormat,
        exportedAt: new Date(now).toISOString(),
        head: readHead.get() ?? { seq: 0, hash: GENESIS_HASH },
        incidents: rows.map(({ id, number, state, cause, entity }) => ({ id, number, state, cause, entity })),
        entries: allEntries.all(),
        postMortems: rows.flatMap(({ id }) => postMortems.find(id) ?? []),
      };
      return JSON.stringify(file);
    },
    /**
     * Takes in another journal as history, whole or not at all; what is here already is passed over.
     * @throws RondaError `incidents.not-a-journal`, `incidents.journal-tampered`
     */
    importJournal: (json: string, now: number) => importAll.immediate(readJournal(json), now),
    /** The place of the newest entry: it moves whenever anything about any incident changed. */
    headSeq: (): number => readHead.get()?.seq ?? 0,
    /** The whole journal's entries that do not fit, smallest first; see `findBrokenEntries`. */
    verify: (): number[] => findBrokenEntries(storedEntries(), readHead.get() ?? null),
  };
}

export type IncidentRepository = ReturnType<typeof createIncidentRepository>;
