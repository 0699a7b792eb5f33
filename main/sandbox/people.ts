import type Database from 'better-sqlite3';

/** What makes two entries the same person: a strong key's value, or the whole row of an entry that has no strong key. */
export interface Identifier {
  readonly kind: 'EMAIL' | 'PHONE' | 'MADID' | 'EXTERN_ID' | 'ROW';
  readonly value: string;
}

/** A valid row of an upload. */
export interface Entry {
  /** At least one. */
  readonly identifiers: readonly Identifier[];
  /** JSON object of the keys that identify, in key order, blanks left out. */
  readonly row: string;
  /** JSON object of the keys that do not identify. */
  readonly extras: string;
}

/** Every entry joins whoever shares an identifier; people it connects become one. The caller owns the transaction. */
export function addPeople(db: Database.Database, audience: number, entries: readonly Entry[]): void {
  const find = findPerson(db);
  const addPerson = db.prepare<[number]>('insert into person (audience) values (?)');
  const addIdentifier = db.prepare<[number, string, string, number]>(
    'insert into identifier (audience, kind, value, person) values (?, ?, ?, ?)',
  );
  const addEntry = db.prepare<[number, string, string]>('insert into entry (person, row, extras) values (?, ?, ?)');
  const renewEntry = db.prepare<[string, number, string]>('update entry set extras = ? where person = ? and row = ?');

  for (const { identifiers, row, extras } of entries) {
    const owners = identifiers.map(({ kind, value }) => find.get(audience, kind, value));
    const known = [...new Set(owners)].filter((owner) => owner !== undefined).toSorted((a, b) => a - b);
    const person = known[0] ?? Number(addPerson.run(audience).lastInsertRowid);
    for (const other of known.slice(1)) mergePerson(db, other, person);
    identifiers.forEach(({ kind, value }, index) => {
      if (owners[index] === undefined) addIdentifier.run(audience, kind, value, person);
    });
    if (known.length === 0 || renewEntry.run(extras, person, row).changes === 0) addEntry.run(person, row, extras);
  }
}

/** Every entry takes away everyone who shares an identifier with it, with all their entries. The caller owns the transaction. */
export function removePeople(db: Database.Database, audience: number, entries: readonly Entry[]): void {
  const find = findPerson(db);
  const removals = [
    db.prepare<[number]>('delete from entry where person = ?'),
    db.prepare<[number]>('delete from identifier where person = ?'),
    db.prepare<[number]>('delete from person where id = ?'),
  ];
  for (const { identifiers } of entries) {
    for (const { kind, value } of identifiers) {
      const person = find.get(audience, kind, value);
      if (person !== undefined) for (const removal of removals) removal.run(person);
    }
  }
}

/** Empties an audience. */
export function removeEveryone(db: Database.Database, audience: number): void {
  db.prepare<[number]>('delete from entry where person in (select id from person where audience = ?)').run(audience);
  db.prepare<[number]>('delete from identifier where audience = ?').run(audience);
  db.prepare<[number]>('delete from person where audience = ?').run(audience);
}

export function countPeople(db: Database.Database, audience: number): number {
  return db.prepare<[number], number>('select count(*) from person where audience = ?').pluck().get(audience) ?? 0;
}

/** The rows that make up an audience, as key → wire value, person by person. Meta has no such call: members cannot be read back. */
export function listEntries(db: Database.Database, audience: number, limit: number): readonly unknown[] {
  return db
    .prepare<[number, number], { row: string; extras: string }>(
      `select entry.row, entry.extras from person join entry on entry.person = person.id
       where person.audience = ? order by person.id, entry.id limit ?`,
    )
    .all(audience, limit)
    .map(({ row, extras }) => Object.assign(JSON.parse(row), JSON.parse(extras)) as unknown);
}

function findPerson(db: Database.Database) {
  return db
    .prepare<[number, string, string], number>(
      'select person from identifier where audience = ? and kind = ? and value = ?',
    )
    .pluck();
}

function mergePerson(db: Database.Database, from: number, into: number): void {
  db.prepare<[number, number]>('update identifier set person = ? where person = ?').run(into, from);
  db.prepare<[number, number]>('update entry set person = ? where person = ?').run(into, from);
  db.prepare<[number]>('delete from person where id = ?').run(from);
}
