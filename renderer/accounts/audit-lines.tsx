import { ArrowRight, CircleCheck, CircleHelp, CircleX, ExternalLink, Plug, TriangleAlert } from 'lucide-react';

import type { Audit, AuditCheck, Light as AuditLight, NextAction } from '../../preload/contract/audit.ts';
import { useFigures } from '../clock.ts';
import { outsideWizard } from '../route.ts';
import { useTexts } from '../text.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Light } from '../ui/chip.tsx';
import type { Status } from '../ui/chip.tsx';
import { classes } from '../ui/classes.ts';

import text from '../ui/text.module.css';
import styles from './audit-lines.module.css';

/** The fixed icon, colour and word of an audit's light. */
export function useAuditLight(): (light: AuditLight) => Status {
  const { t } = useTexts();
  return (light) => {
    const label = t(`audit.light.${light}`);
    switch (light) {
      case 'pass':
        return { family: 'ok', icon: CircleCheck, label };
      case 'warn':
        return { family: 'warn', icon: TriangleAlert, label };
      case 'fail':
        return { family: 'bad', icon: CircleX, label };
      case 'unknown':
        return { family: 'off', icon: CircleHelp, label };
    }
  };
}

/** Every line of an audit: light, what was seen, why it matters, and at most one thing to do. */
export function AuditLines({ audit, onReconnect }: { readonly audit: Audit; readonly onReconnect: () => void }) {
  const { t } = useTexts();
  const { exact } = useFigures();
  const first = audit.checks.find(({ status, action }) => status === 'fail' && action !== null);
  return (
    <>
      <p className={styles['when']} data-testid="audit-when">
        {t('ui.accounts.audit.at', { time: exact(audit.at), person: audit.person ?? t('ui.accounts.somebody') })}
        {audit.isBlind && ` ${t('ui.accounts.audit.blind')}`}
      </p>
      <ul>
        {audit.checks.map((check) => (
          <Line key={check.id} check={check} isFirst={check === first} onReconnect={onReconnect} />
        ))}
      </ul>
    </>
  );
}

interface LineProps {
  readonly check: AuditCheck;
  readonly isFirst: boolean;
  readonly onReconnect: () => void;
}

function Line({ check: { id, status, evidence, said, action }, isFirst, onReconnect }: LineProps) {
  const { t, known } = useTexts();
  const lightOf = useAuditLight();
  return (
    <li className={styles['line']} data-check={id} data-light={status}>
      <Light status={lightOf(status)} />
      <div>
        <b>{t(`audit.${id}.title`)}</b>
        <p>{known(evidence.key, evidence.values) ?? evidence.key}</p>
        {status !== 'pass' && <p className={classes(text['small'], text['three'])}>{t(`audit.${id}.why`)}</p>}
        {said !== null && <p className={classes(styles['said'], text['mono'])}>{said}</p>}
      </div>
      {action && <Act action={action} isFirst={isFirst} onReconnect={onReconnect} />}
    </li>
  );
}

interface ActProps {
  readonly action: NextAction;
  readonly isFirst: boolean;
  readonly onReconnect: () => void;
}

function Act({ action: { key, url }, isFirst, onReconnect }: ActProps) {
  const { known } = useTexts();
  const label = known(key) ?? key;
  const kind = isFirst ? 'primary' : 'secondary';
  if (outsideWizard(url) === '#/accounts')
    return (
      <Button size="small" kind={kind} icon={Plug} testId="audit-reconnect" onPress={onReconnect}>
        {label}
      </Button>
    );
  const isInside = url.startsWith('#/');
  return (
    <ButtonLink size="small" kind={kind} icon={isInside ? ArrowRight : ExternalLink} href={url} isOutside={!isInside}>
      {label}
    </ButtonLink>
  );
}
