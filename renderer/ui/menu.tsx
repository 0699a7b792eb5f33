import { ChevronDown, Ellipsis } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';

import { classes } from './classes.ts';

import button from './button.module.css';
import styles from './menu.module.css';

export interface MenuItem {
  readonly icon: LucideIcon;
  readonly label: string;
  /** Ends or deletes something. */
  readonly isHarmful?: boolean;
  readonly testId?: string;
  readonly onChoose: () => void;
}

interface MenuProps {
  /** Names the button; shown when `icon` is given, else the button is three dots. */
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly size?: 'small' | 'normal';
  readonly items: readonly MenuItem[];
  readonly testId?: string;
}

/** Commands behind one button. Arrows move, Enter chooses, Esc and a press elsewhere close; the button has the focus again afterwards. */
export function Menu({ label, icon: Icon, size = 'normal', items, testId }: MenuProps) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const id = useId();
  useEffect(() => {
    if (!isOpen) return undefined;
    itemsIn(root.current)[0]?.focus();
    const onPress = ({ target }: PointerEvent): void => {
      if (!(target instanceof Node && root.current?.contains(target))) setOpen(false);
    };
    document.addEventListener('pointerdown', onPress);
    return () => document.removeEventListener('pointerdown', onPress);
  }, [isOpen]);
  const close = (): void => {
    setOpen(false);
    trigger.current?.focus();
  };
  return (
    <div className={styles['root']} ref={root}>
      <button
        ref={trigger}
        type="button"
        className={classes(
          button['button'],
          size === 'small' && button['small'],
          Icon ? button['secondary'] : button['ghost'],
          !Icon && button['icon'],
        )}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        aria-label={Icon ? undefined : label}
        title={Icon ? undefined : label}
        data-testid={testId}
        onClick={() => setOpen(!isOpen)}
      >
        {Icon ? <Icon size={size === 'small' ? 14 : 16} aria-hidden /> : <Ellipsis size={16} aria-hidden />}
        {Icon && label}
        {Icon && <ChevronDown size={14} aria-hidden />}
      </button>
      {isOpen && (
        <div
          id={id}
          className={styles['menu']}
          role="menu"
          tabIndex={-1}
          aria-label={label}
          onKeyDown={(event) => steer(event, close)}
          onBlur={({ relatedTarget }) => {
            if (relatedTarget && !root.current?.contains(relatedTarget)) setOpen(false);
          }}
        >
          {items.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              className={classes(item.isHarmful && styles['harmful'])}
              data-testid={item.testId}
              onClick={() => {
                close();
                item.onChoose();
              }}
            >
              <item.icon size={16} aria-hidden />
              {item.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function itemsIn(root: HTMLElement | null): readonly HTMLElement[] {
  return [...(root?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
}

/** Keys of an open menu are its own: the window's single letters rest meanwhile. */
function steer(event: KeyboardEvent<HTMLElement>, close: () => void): void {
  event.stopPropagation();
  const items = itemsIn(event.currentTarget);
  const at = items.findIndex((item) => item === document.activeElement);
  const goTo = (place: number): void => {
    event.preventDefault();
    items[(place + items.length) % items.length]?.focus();
  };
  if (event.key === 'ArrowDown') goTo(at + 1);
  else if (event.key === 'ArrowUp') goTo(at - 1);
  else if (event.key === 'Home') goTo(0);
  else if (event.key === 'End') goTo(-1);
  else if (event.key === 'Escape' || event.key === 'Tab') {
    if (event.key === 'Escape') event.preventDefault();
    close();
  }
}
