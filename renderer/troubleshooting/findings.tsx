import { ArrowRight, ExternalLink } from 'lucide-react';

import type { Finding } from '../../preload/contract/audit.ts';
import { useAuditLight } from '../accounts/audit-lines.tsx';
import { outsideWizard } from '../route.ts';
import { useTexts } from '../text.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Light } from '../ui/chip.tsx';
import { classes } from '../ui/classes.ts';

import text from '../ui/text.module.css';
import styles from './trouble.module.css';

/** What was looked at and seen, each with at most one thing to do. */
export function Findings({ findings }: { readonly findings: readonly (Finding & { readonly title?: string })[] }) {
  const { known } = useTexts();
  const lightOf = useAuditLight();
  return (
    <ul>
      {findings.map(({ title, status, evidence, said, action }) => {
        const isInside = action?.url.startsWith('#/') ?? false;
        return (
          <li
            key={`${title ?? ''} ${evidence.key} ${Object.values(evidence.values).join(' ')}`}
            className={styles['finding']}
            data-light={status}
          >
            <Light status={lightOf(status)} />
            <div>
              {title !== undefined && <b>{title}</b>}
              <p>{known(evidence.key, evidence.values) ?? evidence.key}</p>
              {said !== null && <p className={classes(styles['said'], text['mono'])}>{said}</p>}
            </div>
            {action && (
              <ButtonLink
                size="small"
                icon={isInside ? ArrowRight : ExternalLink}
                href={outsideWizard(action.url)}
                isOutside={!isInside}
              >
                {known(action.key) ?? action.key}
              </ButtonLink>
            )}
          </li>
        );
      })}
    </ul>
  );
}
