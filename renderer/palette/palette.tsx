import { Search } from 'lucide-react';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';

import { useTexts } from '../text.ts';
import { useCommands } from './commands.ts';
import { find } from './find.ts';
import type { Command, Found } from './find.ts';

import text from '../ui/text.module.css';
import styles from './palette.module.css';

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };

/**
 * Finds screens, jobs and commands by name. Mounted = open. The field keeps the focus; arrows move, Enter does, Esc and a press outside
 * close. `onClose` comes before the command acts, so that the focus is back where it was.
 */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const [typed, setTyped] = useState('');
  const [wanted, setWanted] = useState(0);
  const groups = find(useCommands(), typed);
  const all = groups.flatMap(([, found]) => found);
  // A list that shrinks under the mark keeps one of its rows marked.
  const active = Math.min(wanted, all.length - 1);
  // In the layout phase, since a dialog that has left the document cannot give the focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  const take = ({ act }: Command): void => {
    onClose();
    act();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const step = STEPS[event.key];
    if (step !== undefined && all.length > 0) {
      event.preventDefault();
      const goal = active + step;
      setWanted(Math.abs(step) === 1 ? (goal + all.length) % all.length : Math.max(0, Math.min(all.length - 1, goal)));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const chosen = all[active];
      if (chosen) take(chosen.command);
    }
  };
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- Esc is the key for it
    <dialog
      ref={dialog}
      className={styles['palette']}
      aria-label={t('palette.title')}
      data-testid="palette"
      onClose={onClose}
      onClick={({ target }) => {
        if (target === dialog.current) onClose();
      }}
    >
      <div className={styles['inner']}>
        <div className={styles['field']}>
          <Search size={16} aria-hidden />
          <input
            type="text"
            role="combobox"
            autoComplete="off"
            spellCheck={false}
            maxLength={200}
            placeholder={t('palette.open')}
            aria-label={t('palette.open')}
            aria-expanded
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
            data-testid="palette-field"
            value={typed}
            onChange={({ target }) => {
              setTyped(target.value);
              setWanted(0);
            }}
            onKeyDown={onKeyDown}
          />
          <kbd>Esc</kbd>
        </div>
        <div
          id={`${id}-list`}
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- neither a select nor a datalist searches while one types
          role="listbox"
          aria-label={t('palette.list')}
          className={styles['list']}
        >
          {groups.map(([group, found]) => (
            // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset may not stand in a listbox
            <div key={group} role="group" aria-labelledby={`${id}-${group}`}>
              <div id={`${id}-${group}`} className={styles['group']}>
                {t(`palette.group.${group}`)}
              </div>
              {found.map((one) => {
                const place = all.indexOf(one);
                return (
                  <Row
                    key={one.command.id}
                    id={`${id}-${place}`}
                    found={one}
                    isActive={place === active}
                    onPoint={() => setWanted(place)}
                    onTake={() => take(one.command)}
                  />
                );
              })}
            </div>
          ))}
        </div>
        {all.length === 0 && (
          <div className={styles['none']}>
            <b>{t('palette.none', { typed: typed.trim() })}</b>
            <p>{t('palette.none.text')}</p>
          </div>
        )}
        <output className={text['sr']}>{typed === '' ? '' : t('ui.palette.count', { count: all.length })}</output>
        <footer aria-hidden>
          <kbd>↑</kbd>
          <kbd>↓</kbd>
          {t('palette.move')}
          <kbd>Enter</kbd>
          {t('palette.run')}
        </footer>
      </div>
    </dialog>
  );
}

interface RowProps {
  readonly id: string;
  readonly found: Found;
  readonly isActive: boolean;
  readonly onPoint: () => void;
  readonly onTake: () => void;
}

function Row({ id, found: { command, marks }, isActive, onPoint, onTake }: RowProps) {
  const { icon: Icon, label, note, shortcut } = command;
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isActive) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive]);
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the field has the focus and the keys
    <div
      ref={row}
      id={id}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- one of the list above
      role="option"
      aria-selected={isActive}
      className={styles['row']}
      data-testid={`palette-${command.id}`}
      onPointerMove={isActive ? undefined : onPoint}
      onClick={onTake}
    >
      <Icon size={16} aria-hidden />
      <span className={styles['label']} title={label}>
        {marked(label, marks).map(([part, isMarked, at]) => (isMarked ? <mark key={at}>{part}</mark> : part))}
      </span>
      {note !== undefined && <span className={styles['note']}>{note}</span>}
      {shortcut !== undefined && <kbd>{shortcut}</kbd>}
    </div>
  );
}

/** The label in pieces that matched and pieces that did not, each with its place. */
function marked(label: string, marks: ReadonlySet<number>): readonly (readonly [string, boolean, number])[] {
  const pieces: [string, boolean, number][] = [];
  let at = 0;
  for (const shown of label) {
    const last = pieces.at(-1);
    if (last && last[1] === marks.has(at)) last[0] += shown;
    else pieces.push([shown, marks.has(at), at]);
    at += shown.length;
  }
  return pieces;
}
