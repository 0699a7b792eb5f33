import { keepPreviousData, useQuery } from '@tanstack/react-query';

import type { Reply } from '../../preload/contract/contract.ts';
import type { DesktopBridge } from '../../preload/contract/desktop.ts';
import type { FolderList, PickedFile } from '../../preload/contract/sources.ts';
import { useAsk } from '../engine.tsx';
import type { Reading } from '../queries.ts';

/** A folder of this computer; null = where the last file was picked, or home. Listed anew whenever it is shown. */
export function useFolder(folderId: string | null): Reading<FolderList> & { readonly isRenewing: boolean } {
  const ask = useAsk();
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['folder', folderId],
    queryFn: () => ask('files.list', { folderId }),
    refetchOnMount: 'always',
    gcTime: 0,
    placeholderData: keepPreviousData,
  });
  return { data, error, refetch, isRenewing: isFetching };
}

/** The system's own dialog, which only the desktop app has. It answers null when it is closed without a choice. */
export function nativeChooser(): (() => Promise<Reply<PickedFile | null>>) | null {
  const { muster } = window as { readonly muster?: Partial<Pick<DesktopBridge, 'files'>> };
  return muster?.files ? muster.files.choose : null;
}
