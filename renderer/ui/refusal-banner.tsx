import { CircleX } from 'lucide-react';

import { EngineRefusal } from '../engine.tsx';
import { useTexts } from '../text.ts';
import { Banner } from './banner.tsx';

/** A command that the engine refused, with its reason. A silent engine is the frame's business. */
export function RefusalBanner({ error }: { readonly error: Error | null }) {
  const { t } = useTexts();
  return error instanceof EngineRefusal ? (
    <Banner family="bad" icon={CircleX} title={t('ui.refused')} isUrgent>
      {error.message}
    </Banner>
  ) : null;
}
