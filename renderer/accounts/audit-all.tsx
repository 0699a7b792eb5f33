import { ListChecks, Square } from 'lucide-react';

import { useFigures } from '../clock.ts';
import { useTexts } from '../text.ts';
import { Button } from '../ui/button.tsx';
import type { AuditRuns } from './audit-runs.ts';

interface AuditAllProps {
  readonly runs: AuditRuns;
  /** Those that are worked with. */
  readonly accounts: readonly string[];
}

/** Audits every ad account in use, and stops on demand. */
export function AuditAll({ runs: { waiting, total, run, stop }, accounts }: AuditAllProps) {
  const { t } = useTexts();
  const { number } = useFigures();
  if (waiting.length > 0 && total > 1)
    return (
      <Button size="small" icon={Square} testId="audit-stop" onPress={stop}>
        {t('ui.accounts.audit.stop', { done: number(total - waiting.length), total: number(total) })}
      </Button>
    );
  return (
    <Button
      size="small"
      icon={ListChecks}
      isDisabled={accounts.length === 0}
      testId="audit-all"
      onPress={() => run(accounts)}
    >
      {t('ui.accounts.audit.all')}
    </Button>
  );
}
