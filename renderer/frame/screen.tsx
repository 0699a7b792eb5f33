import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';

import { useMoments } from '../moments.ts';
import { useTexts } from '../text.ts';
import { classes } from '../ui/classes.ts';

import styles from './screen.module.css';

interface ScreenProps {
  readonly title: string;
  /** Chips beside the title. */
  readonly chips?: ReactNode;
  readonly crumbs?: ReactNode;
  readonly actions?: ReactNode;
  readonly tabs?: ReactNode;
  /** Flush banners between the tabs and the content, which stay while it scrolls. */
  readonly notices?: ReactNode;
  /** The content fills the pane and scrolls in its own parts. */
  readonly isSplit?: boolean;
  readonly children: ReactNode;
}

/** A screen: toolbar, tabs, and content that scrolls below them. Names the window and takes the focus when it opens. */
export function Screen({ title, chips, crumbs, actions, tabs, notices, isSplit, children }: ScreenProps) {
  const { t } = useTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = t('ui.title', { screen: title });
  }, [t, title]);
  useEffect(() => {
    if (useMoments.getState().hasMoved) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <>
      <div className={classes(styles['toolbar'], tabs !== undefined && styles['open'])}>
        <div className={styles['title']}>
          {crumbs && <div className={styles['crumbs']}>{crumbs}</div>}
          <div className={styles['line']}>
            <h1 ref={heading} tabIndex={-1}>
              {title}
            </h1>
            {chips}
          </div>
        </div>
        {actions}
      </div>
      {tabs}
      {notices}
      {/* A pane that scrolls has to be reachable without a mouse. */}
      <section
        className={isSplit ? styles['split'] : styles['scroll']}
        aria-label={title}
        tabIndex={isSplit ? undefined : 0}
      >
        {isSplit ? children : <div className={styles['page']}>{children}</div>}
      </section>
    </>
  );
}
