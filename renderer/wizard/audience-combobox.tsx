import { ChevronDown, CircleDashed, Plus } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';

import type { FoundAudience } from '../../preload/contract/wizard.ts';
import { useFigures } from '../clock.ts';
import { useTexts } from '../text.ts';
import { classes } from '../ui/classes.ts';
import { useAudienceFacts } from './audience-facts.ts';
import type { AudiencePlace } from './audience-queries.ts';
import { useAudiences, useSettled } from './audience-queries.ts';

import styles from './audience-combobox.module.css';

type Choice =
  | { readonly kind: 'new'; readonly name: string }
  | { readonly kind: 'found'; readonly found: FoundAudience };

interface ComboboxProps {
  readonly place: AudiencePlace;
  /** Name of what is chosen; empty = nothing. */
  readonly name: string;
  readonly describedBy: string;
  readonly onNew: (name: string) => void;
  readonly onFound: (found: FoundAudience) => void;
}

/**
 * One field for a new audience or one that is there. Typing searches all audiences of the ad account; arrows move, Enter takes, Esc
 * shuts the list and then brings back what was chosen. A name that nobody has is taken as a new one when the field is left.
 */
export function AudienceCombobox({ place, name, describedBy, onNew, onFound }: ComboboxProps) {
  const { t } = useTexts();
  const { number } = useFigures();
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState<number | null>(null);
  const text = typed ?? name;
  const search = useSettled(typed?.trim() ?? '');
  const { data, error } = useAudiences(place, search);
  const wanted = typed?.trim() ?? '';
  const found = data?.audiences ?? [];
  // What was found for the letters before does not stay while the next ones are looked up.
  const choices = choicesFor(wanted, search === wanted ? found : found.filter((one) => isLike(one, wanted)));
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active !== null) list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const shut = (): void => {
    setOpen(false);
    setActive(null);
  };
  const take = (choice: Choice | undefined): void => {
    if (!choice || (choice.kind === 'found' && choice.found.blocked !== null)) return;
    if (choice.kind === 'new') onNew(choice.name);
    else onFound(choice.found);
    setTyped(null);
    shut();
  };
  /** What the field says when nobody has pointed at anything. */
  const takeTyped = (): void => {
    const said = typed?.trim() ?? '';
    if (typed === null) return shut();
    if (said === '' || said === name) {
      setTyped(null);
      return shut();
    }
    const same = (data?.audiences ?? []).filter((one) => one.name === said);
    const [only] = same;
    if (same.length === 0) take({ kind: 'new', name: said });
    else if (only && same.length === 1 && only.blocked === null) take({ kind: 'found', found: only });
    else {
      setTyped(null);
      shut();
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setOpen(true);
      setActive(moved(active, step, choices.length));
    } else if (event.key === 'Enter' && (isOpen || typed !== null)) {
      // Only with nothing to take does Enter go on to the next step.
      event.preventDefault();
      event.stopPropagation();
      if (active === null) takeTyped();
      else take(choices[active]);
    } else if (event.key === 'Escape' && (isOpen || typed !== null)) {
      event.preventDefault();
      event.stopPropagation();
      if (!isOpen) setTyped(null);
      shut();
    }
  };
  return (
    <div className={styles['root']}>
      <label htmlFor={id}>{t('wizard.audience.field')}</label>
      <span className={styles['field']}>
        <input
          id={id}
          type="text"
          role="combobox"
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          placeholder={t('wizard.audience.placeholder')}
          aria-expanded={isOpen}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={isOpen && active !== null ? `${id}-${active}` : undefined}
          aria-describedby={describedBy}
          data-testid="wizard-audience"
          value={text}
          onChange={({ target }) => {
            setTyped(target.value);
            setActive(null);
            setOpen(true);
          }}
          onClick={() => setOpen(true)}
          onKeyDown={onKeyDown}
          onBlur={takeTyped}
        />
        <ChevronDown size={16} aria-hidden />
      </span>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- a press on it must not take the focus from the field */}
      <div className={styles['popup']} hidden={!isOpen} onMouseDown={(event) => event.preventDefault()}>
        <div
          ref={list}
          id={`${id}-list`}
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- neither a select nor a datalist searches while one types
          role="listbox"
          aria-label={t('wizard.audience.list')}
          className={styles['list']}
        >
          {choices.map((choice, index) => (
            <Row
              key={choice.kind === 'new' ? 'new' : (choice.found.id ?? `draft ${choice.found.name}`)}
              id={`${id}-${index}`}
              choice={choice}
              isActive={index === active}
              onTake={() => take(choice)}
            />
          ))}
        </div>
        <output className={styles['foot']}>
          {error && data === undefined
            ? t('wizard.audience.failed')
            : data === undefined
              ? t('wizard.audience.reading')
              : data.matching === 0
                ? search === ''
                  ? t('wizard.audience.none')
                  : t('wizard.audience.noMatch')
                : t('wizard.audience.matching', {
                    shown: number(data.audiences.length),
                    matching: number(data.matching),
                    total: number(data.total),
                  })}
        </output>
      </div>
    </div>
  );
}

interface RowProps {
  readonly id: string;
  readonly choice: Choice;
  readonly isActive: boolean;
  readonly onTake: () => void;
}

function Row({ id, choice, isActive, onTake }: RowProps) {
  const { t } = useTexts();
  const factsOf = useAudienceFacts();
  const isBlocked = choice.kind === 'found' && choice.found.blocked !== null;
  const Icon = choice.kind === 'new' ? Plus : choice.found.id === null ? CircleDashed : null;
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the field has the focus and the keys
    <div
      id={id}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- one of the list above
      role="option"
      aria-selected={isActive}
      aria-disabled={isBlocked}
      className={classes(styles['row'], isBlocked && styles['blocked'])}
      data-testid={choice.kind === 'new' ? 'wizard-audience-new' : 'wizard-audience-option'}
      onClick={onTake}
    >
      {Icon ? <Icon size={16} aria-hidden /> : <i aria-hidden />}
      <span>
        <b>{choice.kind === 'new' ? t('wizard.audience.make', { name: choice.name }) : choice.found.name}</b>
        <small>{choice.kind === 'new' ? t('wizard.audience.make.text') : factsOf(choice.found).join(' · ')}</small>
      </span>
    </div>
  );
}

/** A name that nobody has is offered as a new one first; one that somebody has, after those. */
function choicesFor(typed: string, audiences: readonly FoundAudience[]): readonly Choice[] {
  const found = audiences.map((one): Choice => ({ kind: 'found', found: one }));
  if (typed === '') return found;
  const isTaken = audiences.some(({ name }) => name === typed);
  const made: Choice = { kind: 'new', name: typed };
  return isTaken ? [...found, made] : [made, ...found];
}

function isLike({ id, name }: FoundAudience, typed: string): boolean {
  return name.toLocaleLowerCase().includes(typed.toLocaleLowerCase()) || (id?.startsWith(typed) ?? false);
}

/** Over the ends a single step goes round; from nowhere it goes to an end. */
function moved(active: number | null, step: number, length: number): number | null {
  if (length === 0) return null;
  if (active === null) return step > 0 ? 0 : length - 1;
  if (Math.abs(step) === 1) return (active + step + length) % length;
  return Math.min(length - 1, Math.max(0, active + step));
}
