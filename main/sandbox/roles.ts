import type { Account } from './accounts.ts';
import { people, type Person, type PersonKey } from './business.ts';
import type { World } from './world.ts';

/** Meta's tasks on an ad account, from the smallest; AA_ANALYZE is left out. */
export const allTasks = ['DRAFT', 'ANALYZE', 'ADVERTISE', 'MANAGE'] as const;

/** What those who are not admins may do at first, by the number of the ad account. */
const assigned: Readonly<Record<Exclude<PersonKey, 'admin'>, Readonly<Record<string, readonly string[]>>>> = {
  employee: {
    '542676646349772': ['ANALYZE'],
    '671920384756110': ['DRAFT', 'ANALYZE', 'ADVERTISE'],
  },
  system_user: {
    '542676646349772': allTasks,
    '671920384756110': allTasks,
    '613847205918436': allTasks,
  },
};

/** What a person may do on an ad account; nothing = the account does not exist for that person. */
export function tasksOf({ db }: World, person: Person, account: Account): readonly string[] {
  const given = db
    .prepare<[string, string], string>('select tasks from role where person_id = ? and account_id = ?')
    .pluck()
    .get(person.id, account.id);
  return given === undefined ? usualTasks(person, account) : parseTasks(given);
}

/** The ad accounts on which a person has a role, in the order of the sandbox. */
export function accountsOf({ db, accounts }: World, person: Person): readonly Account[] {
  const given = new Map(
    db
      .prepare<[string], [string, string]>('select account_id, tasks from role where person_id = ?')
      .raw()
      .all(person.id),
  );
  return accounts.filter((account) => {
    const tasks = given.get(account.id);
    return (tasks === undefined ? usualTasks(person, account) : parseTasks(tasks)).length > 0;
  });
}

/** Gives a person exactly these tasks on an ad account. */
export function assignTasks({ db }: World, person: Person, account: Account, tasks: readonly string[]): void {
  const ordered = allTasks.filter((task) => tasks.includes(task));
  db.prepare<[string, string, string]>(
    'insert or replace into role (person_id, account_id, tasks) values (?, ?, ?)',
  ).run(person.id, account.id, JSON.stringify(ordered));
}

/** Forgets what the admin was given on an ad account: from here on its state says again what the admin may do. */
export function forgetAssignment({ db }: World, account: Account): void {
  db.prepare<[string, string]>('delete from role where person_id = ? and account_id = ?').run(
    people.admin.id,
    account.id,
  );
}

export function mayAdvertise(tasks: readonly string[]): boolean {
  return tasks.includes('ADVERTISE') || tasks.includes('MANAGE');
}

function usualTasks(person: Person, account: Account): readonly string[] {
  if (person.key === 'admin') return account.tasks;
  const tasks = assigned[person.key][account.number] ?? [];
  return account.state === 'no_role' ? tasks.filter((task) => task === 'ANALYZE') : tasks;
}

function parseTasks(json: string): readonly string[] {
  return JSON.parse(json) as string[];
}
