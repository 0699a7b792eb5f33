import { bakery, cycles, type Business, type Person } from './business.ts';
import { accountClosed, cannotCreate, cannotUpdate, notInBusiness, termsNotAccepted } from './errors.ts';
import { allTasks, forgetAssignment, mayAdvertise, tasksOf } from './roles.ts';
import { areTermsMet } from './terms.ts';
import type { Tier } from './usage.ts';
import type { World } from './world.ts';

export type AccountState =
  | 'healthy'
  | 'limited'
  | 'no_terms'
  | 'no_business'
  | 'no_role'
  | 'disabled'
  | 'unsettled'
  | 'pending_review'
  | 'pending_settlement'
  | 'in_grace_period'
  | 'pending_closure'
  | 'closed';

/** An ad account. All of it is invented; the control endpoint can change the state. */
export interface Account {
  /** `act_` and 15 digits. */
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly state: AccountState;
  readonly tier: Tier;
  readonly business: Business | undefined;
  /** What the admin may do as long as nobody gives the admin more. */
  readonly tasks: readonly string[];
  readonly currency: string;
  readonly timezone: readonly [id: number, name: string, offsetHours: number];
  /** Whether a colleague accepted the value-based terms long ago. */
  readonly hasValueTerms: boolean;
  /** What it has as far as its state takes nothing away. */
  readonly usual: Pick<Account, 'tier' | 'business' | 'tasks'>;
}

/** Meta's numbers for a state. That a closed or disabled account refuses writes and an indebted one takes them is invented. */
interface Status {
  readonly code: number;
  readonly disableReason: number;
  readonly isClosed: boolean;
}

const active: Status = { code: 1, disableReason: 0, isClosed: false };
const statuses: Readonly<Record<AccountState, Status>> = {
  healthy: active,
  limited: active,
  no_terms: active,
  no_business: active,
  no_role: active,
  disabled: { code: 2, disableReason: 1, isClosed: true },
  unsettled: { ...active, code: 3 },
  pending_review: { ...active, code: 7 },
  pending_settlement: { ...active, code: 8 },
  in_grace_period: { ...active, code: 9 },
  pending_closure: { code: 100, disableReason: 0, isClosed: true },
  closed: { code: 101, disableReason: 7, isClosed: true },
};

const paris = [37, 'Europe/Paris', 1] as const;
const newYork = [7, 'America/New_York', -5] as const;

const seeds: readonly Account[] = [
  account('542676646349772', 'Harbour Bakery', 'healthy', { hasValueTerms: true }),
  account('671920384756110', 'Harbour Bakery Export', 'healthy', {
    hasValueTerms: true,
    currency: 'USD',
    timezone: newYork,
  }),
  account('718293046551827', 'North Wind Cycles', 'no_terms', { business: cycles, tasks: ['ANALYZE', 'ADVERTISE'] }),
  account('830164729305518', 'Sam Sandbox (personal)', 'no_business', {}),
  account('904857162038471', 'Harbour Bakery 2019', 'disabled', {}),
  account('613847205918436', 'Harbour Bakery Pilot', 'limited', {}),
  account('350918274650193', 'Harbour Bakery Reports', 'no_role', {}),
  account('468120937561048', 'Harbour Bakery Catering', 'unsettled', {}),
  account('275639104827364', 'Harbour Bakery Cafés', 'pending_review', {}),
  account('197364820561927', 'Harbour Bakery Events', 'pending_settlement', {}),
  account('836450192748305', 'Harbour Bakery Online', 'in_grace_period', {}),
  account('729184650382716', 'Harbour Bakery Kiosk', 'pending_closure', {}),
  account('581027364950281', 'Harbour Bakery 2014', 'closed', {}),
];

function account(
  number: string,
  name: string,
  state: AccountState,
  given: Partial<Pick<Account, 'business' | 'tasks' | 'currency' | 'timezone' | 'hasValueTerms'>>,
): Account {
  const usual = { tier: 'full', business: given.business ?? bakery, tasks: given.tasks ?? allTasks } as const;
  const base = { currency: 'EUR', timezone: paris, hasValueTerms: false, ...given, ...usual, usual };
  return inState({ ...base, id: `act_${number}`, number, name, state }, state);
}

/** The account with what a state takes away from it, beside its status. */
function inState(one: Account, state: AccountState): Account {
  const { tier, business, tasks } = one.usual;
  return {
    ...one,
    state,
    tier: state === 'limited' ? 'limited' : tier,
    business: state === 'no_business' ? undefined : business,
    tasks: state === 'no_role' ? ['ANALYZE'] : tasks,
  };
}

/** The accounts of a new sandbox: one or more of every state, the first healthy and of the full tier, then as many more as asked for. */
export function makeAccounts(more: { readonly full?: number; readonly limited?: number } = {}): Account[] {
  return [...seeds, ...extras(more.full ?? 0, 'healthy', '441'), ...extras(more.limited ?? 0, 'limited', '442')];
}

/** Makes the admin see so many ad accounts, with healthy ones at the end; never fewer than the sandbox began with. */
export function setAccountCount({ accounts }: World, count: number): void {
  const kept = accounts.filter(({ number }) => !number.startsWith(crowdPrefix));
  accounts.splice(0, accounts.length, ...kept, ...extras(Math.max(0, count - kept.length), 'healthy', crowdPrefix));
}

const crowdPrefix = '443';

function extras(count: number, state: 'healthy' | 'limited', prefix: string): Account[] {
  return Array.from({ length: count }, (_, index) =>
    account(`${prefix}${String(index + 1).padStart(12, '0')}`, `Harbour Bakery ${state} ${index + 1}`, state, {}),
  );
}

/** Makes an account one of another state, until the sandbox ends. Terms are not touched: they belong to the business. */
export function setAccountState(world: World, target: Account, state: AccountState): void {
  forgetAssignment(world, target);
  world.accounts[world.accounts.indexOf(target)] = inState(target, state);
}

export function isAccountState(name: unknown): name is AccountState {
  return typeof name === 'string' && name in statuses;
}

export function statusOf(target: Account): Status {
  return statuses[target.state];
}

/**
 * Throws what Meta answers when this person may not create or change customer lists of this account.
 * @param audienceId the audience to be changed; undefined when one is to be made
 */
export function checkWritable(world: World, person: Person, target: Account, audienceId?: string): void {
  if (statusOf(target).isClosed) throw accountClosed(target.id, target.state);
  if (!mayAdvertise(tasksOf(world, person, target))) {
    throw audienceId === undefined ? cannotCreate() : cannotUpdate(audienceId);
  }
  if (target.business === undefined) throw notInBusiness();
  if (!areTermsMet(world, target, person)) throw termsNotAccepted();
}
