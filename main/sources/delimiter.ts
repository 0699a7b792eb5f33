export type Delimiter = ',' | ';' | '\t' | '|';

/**
 * The order decides between delimiters that explain the text equally well: a comma occurs inside values (decimals, "Last, First")
 * more often than a bar, a bar more often than a semicolon, and a tab hardly ever.
 */
const candidates: readonly Delimiter[] = ['\t', ';', '|', ','];
const candidateBytes = candidates.map((candidate) => candidate.charCodeAt(0));
const quote = 34;
const lineFeed = 10;
const carriageReturn = 13;
const recordsToJudge = 100;
const mostTitleLines = 10;

export interface DelimiterFinding {
  readonly delimiter: Delimiter;
  /** Bytes and lines of an Excel line `sep=;` at the top, which is no row. */
  readonly preambleBytes: number;
  readonly preambleLines: number;
}

/**
 * Finds the delimiter in the beginning of a text (UTF-8, without byte order mark). A candidate must split the first line. The one by
 * which most of the next lines have as many cells as the first wins; when several are nearly as good, the one with the most cells.
 */
export function findDelimiter(head: Buffer): DelimiterFinding {
  const preamble = /^"?sep=(.)"?\1*(?:\r\n|\n|\r)/i.exec(head.toString('latin1', 0, 16));
  const named = candidates.find((candidate) => candidate === preamble?.[1]);
  const preambleBytes = preamble?.[0].length ?? 0;
  return {
    delimiter: named ?? mostConsistent(head.subarray(preambleBytes)),
    preambleBytes,
    preambleLines: preamble === null ? 0 : 1,
  };
}

function mostConsistent(text: Buffer): Delimiter {
  const counts = countDelimiters(text);
  const whole = bestDelimiter(counts);
  if (whole.consistency >= 0.5) return whole.delimiter;
  // A title above the header is split by nothing, or by a comma in it.
  for (let titles = 1; titles <= Math.min(mostTitleLines, counts.length - 2); titles += 1) {
    const below = bestDelimiter(counts.slice(titles));
    if (below.consistency >= 0.6) return below.delimiter;
  }
  return whole.delimiter;
}

function bestDelimiter(counts: readonly (readonly number[])[]): {
  readonly delimiter: Delimiter;
  readonly consistency: number;
} {
  const scores = candidates.map((delimiter, index) => {
    const [first = 0, ...rest] = counts.map((record) => record[index] ?? 0);
    return { delimiter, first, consistency: rest.filter((count) => count === first).length / Math.max(1, rest.length) };
  });
  const splitting = scores.filter(({ first }) => first > 0);
  const best = Math.max(...splitting.map(({ consistency }) => consistency));
  const [winner] = splitting
    .filter(({ consistency }) => consistency >= best - 0.1)
    .toSorted((a, b) => b.first - a.first);
  return winner ?? { delimiter: ',', consistency: 0 };
}

/** Of each of the first records that are not blank: how often each candidate stands outside quotes. The last, cut record is left out. */
function countDelimiters(text: Buffer): number[][] {
  const records: number[][] = [];
  let counts = candidates.map(() => 0);
  let isQuoted = false;
  let isBlank = true;
  let canOpen = true;
  for (let at = 0; at <= text.length && records.length < recordsToJudge; at += 1) {
    const byte = text[at];
    const isBreak = byte === undefined || byte === lineFeed || byte === carriageReturn;
    if (isBreak && (!isQuoted || byte === undefined)) {
      if (!isBlank && (byte !== undefined || records.length === 0)) records.push(counts);
      counts = candidates.map(() => 0);
      isBlank = true;
      canOpen = true;
      continue;
    }
    isBlank = false;
    if (byte === quote) {
      // A doubled quote closes and opens again, which comes to the same.
      const wasQuoted: boolean = isQuoted;
      isQuoted = !wasQuoted && canOpen;
      canOpen = wasQuoted;
      continue;
    }
    const index: number = isQuoted || byte === undefined ? -1 : candidateBytes.indexOf(byte);
    canOpen = index !== -1;
    if (index !== -1) counts[index] = (counts[index] ?? 0) + 1;
  }
  return records;
}
