import { Send } from 'lucide-react';

import { useFigures } from '../clock.ts';
import { useTexts } from '../text.ts';
import { Button } from '../ui/button.tsx';

interface LaunchButtonProps {
  readonly people: { readonly count: number | null };
  /** It is known whether the draft can go. */
  readonly isKnown: boolean;
  /** That is being found out. */
  readonly isChecking: boolean;
  /** How much stands in the way, and how much will make people wait. */
  readonly blocks: number;
  readonly holds: number;
  readonly isPending: boolean;
  readonly onLaunch: () => void;
}

/** The one button that makes something happen at Meta. It keeps the focus while it cannot be pressed; the footer says why. */
export function LaunchButton({ people, isKnown, isChecking, blocks, holds, isPending, onLaunch }: LaunchButtonProps) {
  const { t } = useTexts();
  const { number } = useFigures();
  const label =
    blocks > 0 || holds === 0
      ? t(isPending ? 'wizard.launch.under' : isChecking ? 'wizard.launch.checking' : 'wizard.launch')
      : people.count === null
        ? t('wizard.launch.waits')
        : t('ui.wizard.waits', { count: people.count, people: number(people.count) });
  return (
    <Button
      kind={blocks + holds > 0 ? 'secondary' : 'primary'}
      icon={Send}
      isBusy={!isKnown || blocks > 0 || isPending}
      testId="wizard-launch"
      onPress={onLaunch}
    >
      {label}
    </Button>
  );
}
