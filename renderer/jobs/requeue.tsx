import { RotateCcw } from 'lucide-react';

import type { RunFacts, StepFacts } from '../../preload/contract/jobs.ts';
import { useFigures } from '../clock.ts';
import { useQueueActions } from '../queue/queue-actions.ts';
import { useTexts } from '../text.ts';
import { Button } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';
import { ERRORED_ORDER } from './reasons.ts';

/** Sends the errored people of a step again: all of them or, when there are several reasons, those of one. */
export function Requeue({
  run,
  step,
  name,
}: {
  readonly run: RunFacts;
  readonly step: StepFacts;
  readonly name: string;
}) {
  const { t } = useTexts();
  const { number } = useFigures();
  const { requeue } = useQueueActions();
  const order = { runId: run.id, stepId: step.stepId };
  const { errored } = step.counters;
  const reasons = ERRORED_ORDER.filter((reason) => (step.erroredReasons[reason] ?? 0) > 0);
  if (reasons.length < 2) {
    return (
      <Button size="small" icon={RotateCcw} onPress={() => requeue(order, errored, name)}>
        {t('ui.requeue')}
      </Button>
    );
  }
  return (
    <Menu
      size="small"
      icon={RotateCcw}
      label={t('ui.requeue')}
      items={[
        {
          icon: RotateCcw,
          label: t('ui.requeue.all', { count: number(errored) }),
          onChoose: () => requeue(order, errored, name),
        },
        ...reasons.map((reason) => ({
          icon: RotateCcw,
          label: t('ui.why.part', { count: number(step.erroredReasons[reason] ?? 0), reason: t(`errored.${reason}`) }),
          onChoose: () => requeue({ ...order, reason }, step.erroredReasons[reason] ?? 0, name),
        })),
      ]}
    />
  );
}
