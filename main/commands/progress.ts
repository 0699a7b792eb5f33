/** A line that is drawn over and over on a terminal; nothing at all when stderr is piped. */
export interface ProgressBar {
  update(progress: Progress): void;
  end(): void;
}

export interface Progress {
  /** What is being done, when it is not what the bar is named after. */
  readonly doing?: string;
  /** What people ask about: rows, people. */
  readonly count: number;
  readonly unit: 'rows' | 'people';
  /** How far it is, in any measure; total null = unknown. */
  readonly done: number;
  readonly total: number | null;
}

const WIDTH = 30;
const LEAST_WIDTH = 5;
const DRAW_MS = 100;
const CLEAR = '\r\u001B[2K';

/** A bar named after what is being done; the rate counts anew when that changes. */
export function progressBar(label: string, stream: NodeJS.WriteStream = process.stderr): ProgressBar {
  if (!stream.isTTY) return { update: () => undefined, end: () => undefined };
  let doing = '';
  let started = 0;
  let drawn = -Infinity;
  return {
    update(progress) {
      const now = performance.now();
      const next = progress.doing ?? label;
      if (next !== doing) {
        doing = next;
        started = now;
        drawn = -Infinity;
      }
      if (now - drawn < DRAW_MS) return;
      drawn = now;
      stream.write(`${CLEAR}${progressText(doing, progress, (now - started) / 1000, stream.columns || 80)}`);
    },
    end() {
      if (drawn > 0) stream.write(CLEAR);
      drawn = -Infinity;
    },
  };
}

/** Bar, percent, count, rate and time left, in less than `columns`: a line that wraps cannot be drawn over. */
export function progressText(doing: string, progress: Progress, seconds: number, columns: number): string {
  const { count, unit, done, total } = progress;
  const rate = seconds > 0 ? Math.round(count / seconds) : 0;
  const counts = `${count.toLocaleString('en')} ${unit}, ${rate.toLocaleString('en')} ${unit}/s`;
  if (total === null || total === 0) return `${doing} ${counts}`.slice(0, columns - 1);
  const fraction = Math.min(1, done / total);
  const left = fraction > 0 ? `, ${durationText(Math.round(seconds / fraction - seconds))} left` : '';
  const rest = ` ${Math.floor(fraction * 100)} %  ${counts}${left}`;
  const width = Math.max(LEAST_WIDTH, Math.min(WIDTH, columns - 1 - doing.length - 3 - rest.length));
  const filled = Math.round(fraction * width);
  return `${doing} [${'█'.repeat(filled)}${'·'.repeat(width - filled)}]${rest}`.slice(0, columns - 1);
}

function durationText(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
