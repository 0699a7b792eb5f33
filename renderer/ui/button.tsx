import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

import { classes } from './classes.ts';

import styles from './button.module.css';

type Kind = 'primary' | 'secondary' | 'ghost' | 'danger';

interface Look {
  readonly kind?: Kind;
  readonly size?: 'small' | 'normal';
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
}

interface ButtonProps extends Look {
  readonly isDisabled?: boolean;
  /** Its work is under way: it keeps the focus, and pressing it again does nothing. */
  readonly isBusy?: boolean;
  /** The button of a dialog that changes nothing, where the focus starts. */
  readonly isSafe?: boolean;
  /** One letter that presses it; see frame/keyboard.ts. */
  readonly shortcut?: string;
  readonly title?: string;
  readonly testId?: string;
  readonly onPress: () => void;
}

/** A command. One primary in a view. */
export function Button({ isDisabled, isBusy, isSafe, shortcut, title, testId, onPress, ...look }: ButtonProps) {
  return (
    <button
      type="button"
      className={lookOf(look)}
      disabled={isDisabled}
      aria-disabled={isBusy || undefined}
      aria-keyshortcuts={shortcut}
      title={title}
      data-testid={testId}
      data-safe={isSafe ? '' : undefined}
      onClick={isBusy ? undefined : onPress}
    >
      <Face {...look} />
    </button>
  );
}

/** A link in the shape of a button. Outside links open in the person's browser. */
export function ButtonLink({
  href,
  isOutside,
  testId,
  ...look
}: Look & { readonly href: string; readonly isOutside?: boolean; readonly testId?: string }) {
  return (
    <a
      className={lookOf(look)}
      href={href}
      data-testid={testId}
      {...(isOutside ? { target: '_blank', rel: 'noreferrer' } : {})}
    >
      <Face {...look} />
    </a>
  );
}

interface IconButtonProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly isPressed?: boolean;
  readonly isExpanded?: boolean;
  readonly size?: 'small' | 'normal';
  readonly shortcut?: string;
  readonly testId?: string;
  readonly onPress: () => void;
}

/** A command that only an icon names; the label is read out and shown as tooltip. */
export function IconButton({
  icon: Icon,
  label,
  isPressed,
  isExpanded,
  size = 'normal',
  shortcut,
  testId,
  onPress,
}: IconButtonProps) {
  return (
    <button
      type="button"
      className={classes(styles['button'], styles['ghost'], styles['icon'], size === 'small' && styles['small'])}
      aria-label={label}
      title={label}
      aria-pressed={isPressed}
      aria-expanded={isExpanded}
      aria-keyshortcuts={shortcut}
      data-testid={testId}
      onClick={onPress}
    >
      <Icon size={16} aria-hidden />
    </button>
  );
}

function lookOf({ kind = 'secondary', size = 'normal' }: Omit<Look, 'children'>): string {
  return classes(styles['button'], styles[kind], size === 'small' && styles['small']);
}

function Face({ icon: Icon, size, children }: Look) {
  return (
    <>
      {Icon && <Icon size={size === 'small' ? 14 : 16} aria-hidden />}
      {children}
    </>
  );
}
