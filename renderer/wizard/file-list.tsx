import {
  ChevronRight,
  Download,
  File as FileIcon,
  FileUp,
  Folder,
  FolderOpen,
  HardDrive,
  House,
  Monitor,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useState } from 'react';

import type { FolderEntry, FolderList, FolderPlace } from '../../preload/contract/sources.ts';
import { useFigures } from '../clock.ts';
import { useTexts } from '../text.ts';
import { Empty, Read } from '../ui/reading.tsx';
import { useFolder } from './file-queries.ts';

import styles from './file-list.module.css';

const ICONS: Readonly<Record<FolderPlace['kind'], LucideIcon>> = {
  home: House,
  downloads: Download,
  desktop: Monitor,
  documents: FolderOpen,
  drive: HardDrive,
};

interface FileListProps {
  /** A file is being taken. */
  readonly isBusy: boolean;
  /** A file may also be dropped on the page. */
  readonly takesDrops?: boolean;
  readonly onPick: (fileId: string) => void;
}

/** The folders of this computer, for a host without a dialog of the system's: places, the way up, and what can be read. */
export function FileList({ isBusy, takesDrops = true, onPick }: FileListProps) {
  const { t } = useTexts();
  const [folderId, setFolderId] = useState<string | null>(null);
  const folder = useFolder(folderId);
  return (
    <>
      <Read of={folder} rows={6} failed={t('wizard.files.failed')}>
        {(list) => (
          <div className={styles['box']} data-testid="wizard-files" aria-busy={folder.isRenewing}>
            <Places list={list} onOpen={setFolderId} />
            <div className={styles['folder']}>
              <Trail list={list} onOpen={setFolderId} />
              <Entries list={list} isBusy={isBusy || folder.isRenewing} onOpen={setFolderId} onPick={onPick} />
            </div>
          </div>
        )}
      </Read>
      {takesDrops && (
        <p className={styles['drop']}>
          <FileUp size={16} aria-hidden />
          {t('wizard.source.drop')}
        </p>
      )}
    </>
  );
}

interface OpenProps {
  readonly list: FolderList;
  readonly onOpen: (folderId: string) => void;
}

function Places({ list, onOpen }: OpenProps) {
  const { t } = useTexts();
  const here = list.path.at(-1)?.id;
  return (
    <nav className={styles['places']} aria-label={t('wizard.files.places')}>
      <ul>
        {list.places.map(({ id, kind, name }) => {
          const Icon = ICONS[kind];
          return (
            <li key={id}>
              <button
                type="button"
                aria-current={id === here ? 'location' : undefined}
                title={name}
                data-testid={`wizard-place-${kind}`}
                onClick={() => onOpen(id)}
              >
                <Icon size={16} aria-hidden />
                <span>{kind === 'drive' ? name : t(`wizard.files.place.${kind}`)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

/** The folders above, each of which opens. */
function Trail({ list, onOpen }: OpenProps) {
  const { t } = useTexts();
  return (
    <nav className={styles['trail']} aria-label={t('wizard.files.path')}>
      <ol>
        {list.path.map(({ id, name }, place) => (
          <li key={id}>
            {place > 0 && <ChevronRight size={14} aria-hidden />}
            {place === list.path.length - 1 ? (
              <b aria-current="location">{name}</b>
            ) : (
              <button type="button" data-testid="wizard-folder-up" onClick={() => onOpen(id)}>
                {name}
              </button>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

interface EntriesProps extends OpenProps {
  readonly isBusy: boolean;
  readonly onPick: (fileId: string) => void;
}

function Entries({ list, isBusy, onOpen, onPick }: EntriesProps) {
  const { t } = useTexts();
  const { number } = useFigures();
  if (list.failure !== null)
    return <Empty title={t(`wizard.files.${list.failure}`)}>{<p>{t(`wizard.files.${list.failure}.text`)}</p>}</Empty>;
  if (list.entries.length === 0)
    return (
      <Empty title={t('wizard.files.empty')}>
        <p>{list.hidden > 0 ? t('ui.wizard.files.empty.hidden', { count: list.hidden }) : t('wizard.files.kinds')}</p>
      </Empty>
    );
  return (
    <>
      <ul className={styles['entries']}>
        {list.entries.map((entry) => (
          <Entry
            key={entry.id}
            entry={entry}
            isBusy={isBusy}
            onPress={() => (entry.kind === 'folder' ? onOpen : onPick)(entry.id)}
          />
        ))}
      </ul>
      {list.hidden > 0 && (
        <p className={styles['hidden']}>
          {t('ui.wizard.files.hidden', { count: number(list.hidden), many: list.hidden })}
        </p>
      )}
    </>
  );
}

interface EntryProps {
  readonly entry: FolderEntry;
  readonly isBusy: boolean;
  readonly onPress: () => void;
}

function Entry({ entry: { name, kind, bytes, modifiedAt }, isBusy, onPress }: EntryProps) {
  const { t } = useTexts();
  const { bytes: size, moment } = useFigures();
  const Icon = kind === 'folder' ? Folder : FileIcon;
  return (
    <li>
      <button
        type="button"
        className={styles['entry']}
        data-row
        data-testid={`wizard-${kind}`}
        aria-disabled={isBusy || undefined}
        onClick={isBusy ? undefined : onPress}
      >
        <Icon size={16} className={styles[kind]} aria-hidden />
        <span className={styles['name']} title={name}>
          {name}
        </span>
        <span className={styles['figure']}>{bytes === null || kind === 'folder' ? '' : size(bytes)}</span>
        <span className={styles['figure']}>{modifiedAt === null ? '' : moment(modifiedAt)}</span>
        {kind === 'folder' ? <ChevronRight size={14} aria-label={t('wizard.files.folder')} /> : <span aria-hidden />}
      </button>
    </li>
  );
}
