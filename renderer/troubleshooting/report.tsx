import { CircleX, ClipboardCopy, Download, FileText } from 'lucide-react';

import { EngineRefusal } from '../engine.tsx';
import { useMoments } from '../moments.ts';
import { useReport } from '../queries.ts';
import { saveFile } from '../save-file.ts';
import { useTexts } from '../text.ts';
import { Menu } from '../ui/menu.tsx';

type Form = 'markdown' | 'json';
const FILES = {
  markdown: { name: 'muster-report.md', type: 'text/markdown' },
  json: { name: 'muster-report.json', type: 'application/json' },
} as const;

/** The redacted report, to be sent to somebody who helps. */
export function Report({ account }: { readonly account: string | null }) {
  const { t } = useTexts();
  const make = useReport(account);
  const showToast = useMoments((now) => now.showToast);
  const hand = async (form: Form, isSaved: boolean): Promise<void> => {
    try {
      const words = (await make())[form];
      if (isSaved) saveFile([words], FILES[form].name, FILES[form].type);
      else await navigator.clipboard.writeText(words);
      showToast({
        key: 'report',
        family: 'ok',
        icon: isSaved ? Download : ClipboardCopy,
        title: t(isSaved ? 'ui.trouble.report.saved' : 'ui.trouble.report.copied'),
        text: t('ui.trouble.report.text'),
      });
    } catch (error) {
      const said = error instanceof EngineRefusal || error instanceof DOMException ? error.message : undefined;
      showToast({ key: 'report', family: 'bad', icon: CircleX, title: t('ui.trouble.report.failed'), text: said });
    }
  };
  return (
    <Menu
      icon={FileText}
      label={t('ui.trouble.report')}
      testId="report"
      items={(['copy', 'save'] as const).flatMap((way) =>
        (['markdown', 'json'] as const).map((form) => ({
          icon: way === 'save' ? Download : ClipboardCopy,
          label: t(`ui.trouble.report.${way}.${form}`),
          onChoose: () => void hand(form, way === 'save'),
        })),
      )}
    />
  );
}
