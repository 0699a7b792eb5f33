import { ArchiveRestore, Ban, CircleCheck, CircleMinus, CircleX, Clock, RotateCcw, Send } from 'lucide-react';

import { useFigures } from '../clock.ts';
import { useMoments } from '../moments.ts';
import type { Question } from '../moments.ts';
import { usePendingPeople } from '../queries.ts';
import { useTexts } from '../text.ts';
import { Confirm } from '../ui/dialog.tsx';
import { useQueueActions } from './queue-actions.ts';

type Of<K extends Question['kind']> = Extract<Question, { kind: K }>;

/** The question that is open, if any; outside the screens, so that it stays when what opened it goes away. */
export function OpenQuestion() {
  const question = useMoments((now) => now.question);
  if (question === null) return null;
  switch (question.kind) {
    case 'cancel':
      return <CancelQuestion of={question} />;
    case 'requeue':
      return <RequeueQuestion of={question} />;
    case 'release':
      return <ReleaseQuestion of={question} />;
  }
}

function close(): void {
  useMoments.getState().ask(null);
}

function CancelQuestion({ of: { target, name, isReading, hasSteps } }: { readonly of: Of<'cancel'> }) {
  const { t } = useTexts();
  const { number } = useFigures();
  const { cancel } = useQueueActions();
  const { data: people } = usePendingPeople(target);
  const count = people === undefined ? '…' : number(people);
  const many = people ?? 2;
  return (
    <Confirm
      title={t('ui.cancel.title', { name })}
      facts={[
        { icon: CircleX, family: 'bad', text: t('ui.cancel.people', { count, many }) },
        ...(!hasSteps ? [] : [{ icon: CircleMinus, family: 'off' as const, text: t('ui.cancel.perStep') }]),
        ...(isReading ? [{ icon: CircleX, family: 'bad' as const, text: t('ui.cancel.reading') }] : []),
        { icon: CircleCheck, family: 'ok', text: t('ui.cancel.stays') },
        { icon: RotateCcw, family: 'off', text: t('ui.cancel.again') },
      ]}
      keep={t('ui.cancel.keep')}
      act={{ label: t('ui.cancel.act', { count, many }), icon: Ban, isHarmful: true }}
      onAct={() => cancel(target, name)}
      onClose={close}
    />
  );
}

function RequeueQuestion({ of: { order, people, name } }: { readonly of: Of<'requeue'> }) {
  const { t } = useTexts();
  const { number } = useFigures();
  const { requeueAtOnce } = useQueueActions();
  const count = number(people);
  return (
    <Confirm
      title={t('ui.requeue.title', { count })}
      facts={[
        { icon: Clock, family: 'off', text: t('ui.requeue.behind', { name }) },
        { icon: CircleCheck, family: 'ok', text: t('ui.requeue.harmless') },
        { icon: CircleMinus, family: 'off', text: t('ui.requeue.gone') },
      ]}
      keep={t('ui.requeue.keep')}
      act={{ label: t('ui.requeue.act', { count }), icon: RotateCcw }}
      onAct={() => requeueAtOnce(order, name)}
      onClose={close}
    />
  );
}

function ReleaseQuestion({ of: { holdId, people, since } }: { readonly of: Of<'release'> }) {
  const { t } = useTexts();
  const { number, moment } = useFigures();
  const { release } = useQueueActions();
  return (
    <Confirm
      title={t('ui.release.title')}
      facts={[
        { icon: Send, family: 'off', text: t('ui.release.people', { count: number(people), many: people }) },
        { icon: ArchiveRestore, family: 'off', text: t('ui.release.before', { time: moment(since) }) },
        { icon: CircleCheck, family: 'ok', text: t('ui.release.harmless') },
      ]}
      keep={t('ui.release.keep')}
      act={{ label: t('ui.release.act'), icon: Send }}
      onAct={() => release(holdId)}
      onClose={close}
    />
  );
}
