/**
 * The reason of an abort that nobody asked for: the window that started the job was closed or crashed. A job goes
 * on then; only a cancel (any other reason) stops it.
 */
export class CallerGone extends Error {
  constructor() {
    super('whoever asked for this is gone');
    this.name = 'CallerGone';
  }
}
