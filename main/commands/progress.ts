/** A line that is drawn over and over on a terminal; nothing at all when stderr is piped. */
export interface ProgressBar {
  /** `total` null = unknown length. `fraction` counts bytes, rows are what people ask about. */
  update(rows: number, bytes: number, total: number | null): void;
  end(): void;
}

const WIDTH = 30;
const DRAW_MS = 100;

export function progressBar(label: string, stream: NodeJS.WriteStream = process.stderr): ProgressBar {
  if (!stream.isTTY) return { update: () => undefined, end: () => undefined };
  const started = performance.now();
  let drawn = 0;
  return {
    update(rows, bytes, total) {
      const now = performance.now();
      if (now - drawn < DRAW_MS) return;
      drawn = now;
      stream.write(`\r\u001B[2K${label} ${progressText(rows, bytes, total, (now - started) / 1000)}`);
    },
    end() {
      stream.write('\r\u001B[2K');
    },
  };
}

/** Bar, percent, rows, rows per second and time left. */
export function progressText(rows: number, bytes: number, total: number | null, seconds: number): string {
  const rate = seconds > 0 ? Math.round(rows / seconds) : 0;
  const counts = `${rows.toLocaleString('en')} rows, ${rate.toLocaleString('en')} rows/s`;
  if (total === null || total === 0) return counts;
  const fraction = Math.min(1, bytes / total);
  const filled = Math.round(fraction * WIDTH);
  const left = fraction > 0 ? Math.round(seconds / fraction - seconds) : null;
  const bar = `[${'█'.repeat(filled)}${'·'.repeat(WIDTH - filled)}]`;
  return `${bar} ${Math.floor(fraction * 100)} %  ${counts}${left === null ? '' : `, ${durationText(left)} left`}`;
}

function durationText(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
