import { inventHouseholds } from '../lib/residents.mjs';

export const USER_VERSION = 3;
export const TABLES = ['households', 'residents', 'accounts', 'transfers'];

const ACCOUNTS = ['Kas RT', 'Dana Sosial', 'Iuran Kebersihan', 'Iuran Keamanan', 'Tabungan 17-an', 'Arisan'];
const OPENING_BALANCE = 1_000_000;

/** @param {import('better-sqlite3').Database} db */
export function createWargaDatabase(db) {
  db.exec(`
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    CREATE TABLE households (
      id INTEGER PRIMARY KEY,
      number TEXT NOT NULL UNIQUE,
      address TEXT NOT NULL
    ) STRICT;
    CREATE TABLE residents (
      id INTEGER PRIMARY KEY,
      household_id INTEGER NOT NULL REFERENCES households (id),
      nik TEXT NOT NULL UNIQUE CHECK (length(nik) = 16),
      name TEXT NOT NULL,
      phone TEXT NOT NULL,
      email TEXT NOT NULL,
      born TEXT NOT NULL,
      role TEXT NOT NULL
    ) STRICT;
    CREATE INDEX residents_by_household ON residents (household_id);
    CREATE TABLE accounts (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      opening INTEGER NOT NULL,
      balance INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE transfers (
      seq INTEGER PRIMARY KEY,
      source_id INTEGER NOT NULL REFERENCES accounts (id),
      target_id INTEGER NOT NULL REFERENCES accounts (id),
      amount INTEGER NOT NULL CHECK (amount > 0),
      at INTEGER NOT NULL,
      chain TEXT NOT NULL
    ) STRICT;
  `);
  const insertHousehold = db.prepare('INSERT INTO households (number, address) VALUES (?, ?)');
  const insertResident = db.prepare(
    `INSERT INTO residents (household_id, nik, name, phone, email, born, role)
     VALUES (@household, @nik, @name, @phone, @email, @born, @role)`,
  );
  for (const { number, address, residents } of inventHouseholds(150)) {
    const household = insertHousehold.run(number, address).lastInsertRowid;
    for (const resident of residents) insertResident.run({ household, ...resident });
  }
  const insertAccount = db.prepare('INSERT INTO accounts (name, opening, balance) VALUES (?, ?, ?)');
  for (const name of ACCOUNTS) insertAccount.run(name, OPENING_BALANCE, OPENING_BALANCE);
}
