import type { Incident, IncidentStep, Severity, TimelineEvent } from '../../../shared/domain/incident.ts';
import { catalogues } from '../../../shared/i18n/catalogues.ts';

export type Language = 'en' | 'id';

interface DocumentWords {
  readonly title: string;
  readonly severity: string;
  readonly began: string;
  readonly opened: string;
  readonly responded: string;
  readonly inTime: string;
  readonly recovered: string;
  readonly closed: string;
  readonly duration: string;
  readonly goesOn: string;
  readonly journal: string;
  readonly intact: string;
  readonly broken: string;
  readonly yes: string;
  readonly no: string;
  readonly impact: string;
  readonly rootCause: string;
  readonly wentWell: string;
  readonly wentBadly: string;
  readonly followUps: string;
  readonly what: string;
  readonly owner: string;
  readonly due: string;
  readonly done: string;
  readonly none: string;
  readonly notWritten: string;
  readonly procedure: string;
  readonly step: string;
  readonly state: string;
  readonly by: string;
  readonly note: string;
  readonly timeline: string;
  readonly time: string;
  readonly event: string;
  readonly openedBy: Readonly<Record<Incident['openedBy'], string>>;
  readonly stepStates: Readonly<Record<'open' | 'done' | 'skipped', string>>;
  readonly severities: Readonly<Record<Severity, string>>;
  readonly steps: Readonly<Record<IncidentStep, string>>;
  readonly events: Readonly<Record<TimelineEvent, string>>;
}

/** What a window's catalogue says already is said in the same words. */
const shared = (language: Language) => {
  const { severity, step, event } = catalogues[language].incidents;
  return { severities: severity, steps: step, events: event };
};

export const documentWords: Readonly<Record<Language, DocumentWords>> = {
  en: {
    ...shared('en'),
    title: 'Post-mortem',
    severity: 'Severity',
    began: 'Began',
    opened: 'Opened',
    responded: 'First response',
    inTime: 'Response in time',
    recovered: 'Checks green again',
    closed: 'Closed',
    duration: 'Duration',
    goesOn: 'goes on',
    journal: 'Journal',
    intact: 'hash chain intact',
    broken: 'CHANGED FROM OUTSIDE: its hash chain is broken',
    yes: 'yes',
    no: 'no',
    impact: 'Impact',
    rootCause: 'Root cause',
    wentWell: 'What went well',
    wentBadly: 'What went badly',
    followUps: 'Follow-up actions',
    what: 'What',
    owner: 'Who',
    due: 'Until',
    done: 'Done',
    none: 'None.',
    notWritten: 'Not written yet.',
    procedure: 'Procedure',
    step: 'Step',
    state: 'State',
    by: 'By',
    note: 'Note',
    timeline: 'Timeline',
    time: 'Time',
    event: 'Event',
    openedBy: { check: 'by a check', person: 'by hand' },
    stepStates: { open: 'open', done: 'done', skipped: 'skipped' },
  },
  id: {
    ...shared('id'),
    title: 'Post-mortem',
    severity: 'Tingkat',
    began: 'Mulai',
    opened: 'Dibuka',
    responded: 'Respons pertama',
    inTime: 'Respons tepat waktu',
    recovered: 'Pemeriksaan hijau lagi',
    closed: 'Ditutup',
    duration: 'Lama',
    goesOn: 'masih berlangsung',
    journal: 'Jurnal',
    intact: 'rantai hash utuh',
    broken: 'DIUBAH DARI LUAR: rantai hash-nya putus',
    yes: 'ya',
    no: 'tidak',
    impact: 'Dampak',
    rootCause: 'Akar masalah',
    wentWell: 'Yang berjalan baik',
    wentBadly: 'Yang berjalan buruk',
    followUps: 'Tindak lanjut',
    what: 'Apa',
    owner: 'Siapa',
    due: 'Paling lambat',
    done: 'Selesai',
    none: 'Tidak ada.',
    notWritten: 'Belum ditulis.',
    procedure: 'Prosedur',
    step: 'Langkah',
    state: 'Keadaan',
    by: 'Oleh',
    note: 'Catatan',
    timeline: 'Linimasa',
    time: 'Waktu',
    event: 'Kejadian',
    openedBy: { check: 'oleh pemeriksaan', person: 'oleh orang' },
    stepStates: { open: 'belum', done: 'selesai', skipped: 'dilewati' },
  },
};
