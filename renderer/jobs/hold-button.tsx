import { ArchiveRestore, CircleCheck, ExternalLink, RefreshCw } from 'lucide-react';

import type { Hold } from '../../preload/contract/holds.ts';
import type { JobSummary } from '../../preload/contract/jobs.ts';
import { useMoments } from '../moments.ts';
import { useCheckHold, useHolds } from '../queries.ts';
import { useTexts } from '../text.ts';
import { Button, ButtonLink } from '../ui/button.tsx';

/** The one thing to do about the oldest hold that stops a job; nothing when none does. */
export function HoldButton({ job }: { readonly job: Pick<JobSummary, 'steps'> }) {
  const { data: holds = [] } = useHolds();
  const hold = holds.find(({ people, stepIds }) => people > 0 && job.steps.some(({ id }) => stepIds.includes(id)));
  return hold ? <Act key={hold.id} hold={hold} /> : null;
}

function Act({ hold }: { readonly hold: Hold }) {
  const { t, known } = useTexts();
  const ask = useMoments((now) => now.ask);
  const { isPending, check } = useCheckHold(hold.id);
  const { id: holdId, reason, url, people, since, probeAt } = hold;
  const testId = `hold-act-${reason}`;
  if (reason === 'restored')
    return (
      <Button
        size="small"
        icon={ArchiveRestore}
        testId={testId}
        onPress={() => ask({ kind: 'release', holdId, people, since })}
      >
        {t('ui.release.open')}
      </Button>
    );
  if (url !== null)
    return (
      <ButtonLink size="small" icon={ExternalLink} href={url} isOutside testId={testId}>
        {known(`ui.hold.open.${reason}`) ?? t('ui.hold.open')}
      </ButtonLink>
    );
  return (
    <Button
      size="small"
      icon={probeAt === null ? CircleCheck : RefreshCw}
      isBusy={isPending}
      testId={testId}
      onPress={check}
    >
      {t(isPending ? 'ui.hold.checking' : probeAt === null ? 'ui.hold.done' : 'ui.hold.check')}
    </Button>
  );
}
