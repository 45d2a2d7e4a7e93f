export const maxDepth = 8;
/** Of names that are looked at in one service: some thousands of files. */
export const maxPathBytes = 256 * 1024;
/** How files that hold SQLite are usually called, whatever the case. */
export const sqliteNames = '\\.(db|sqlite3?)$';
