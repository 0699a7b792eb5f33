import type { LucideIcon } from 'lucide-react';

import { fitOf } from './fit.ts';

const GROUPS = ['here', 'jobs', 'drafts', 'places', 'commands'] as const;
export type Group = (typeof GROUPS)[number];

/** Something that the palette finds and does. */
export interface Command {
  /** Distinguishes it, and names it for tests. */
  readonly id: string;
  readonly group: Group;
  readonly icon: LucideIcon;
  readonly label: string;
  /** At the right edge, searched too: a state, an ad account. */
  readonly note?: string;
  readonly shortcut?: string;
  /** Only found by typing: there are as many of them as there are jobs. */
  readonly isDeep?: boolean;
  readonly act: () => void;
}

export interface Found {
  readonly command: Command;
  /** Places of the letters of its label that matched. */
  readonly marks: ReadonlySet<number>;
}

const MOST_OF_A_GROUP = 8;
/** Before somebody types, a few of each say what can be found. */
const FEW_OF_A_GROUP = 6;
/** What matches by its note comes after what matches by its name. */
const BY_NOTE = 20;
const NONE: ReadonlySet<number> = new Set();

/** What the typed words find, by group; the group of the best match first, within a group the best first. */
export function find(commands: readonly Command[], typed: string): readonly (readonly [Group, readonly Found[]])[] {
  if (typed.trim() === '') {
    return GROUPS.map((group) => {
      const all = commands.filter((one) => one.group === group && !one.isDeep);
      const shown = group === 'jobs' ? all.slice(0, FEW_OF_A_GROUP) : all;
      return [group, shown.map((command) => ({ command, marks: NONE }))] as const;
    }).filter(([, found]) => found.length > 0);
  }
  return GROUPS.map((group) => {
    const found = commands
      .filter((one) => one.group === group)
      .flatMap((command) => {
        const byLabel = fitOf(command.label, typed);
        if (byLabel) return [{ command, ...byLabel }];
        const byAll = command.note === undefined ? null : fitOf(`${command.label} ${command.note}`, typed);
        return byAll ? [{ command, marks: NONE, cost: byAll.cost + BY_NOTE }] : [];
      })
      .toSorted((a, b) => a.cost - b.cost)
      .slice(0, MOST_OF_A_GROUP);
    return { group, found, cost: found[0]?.cost ?? Infinity };
  })
    .filter(({ found }) => found.length > 0)
    .toSorted((a, b) => a.cost - b.cost)
    .map(({ group, found }) => [group, found] as const);
}
