/** How well typed words stand in a text: a lower cost is better; `marks` = places of the letters that matched. */
export interface Fit {
  readonly cost: number;
  readonly marks: ReadonlySet<number>;
}

interface Letter {
  readonly letter: string;
  /** Place in the text as it is shown. */
  readonly at: number;
  readonly isWordStart: boolean;
}

/** Letters that stand scattered count only where they lie this close, in lengths of what was typed. */
const WIDEST = 3;

/** Every typed word has to stand in the text, in any order; accents and capitals do not count. null = one of them does not. */
export function fitOf(text: string, typed: string): Fit | null {
  const letters = lettersOf(text);
  const marks = new Set<number>();
  let cost = 0;
  for (const word of typed.split(/\s+/).filter(Boolean)) {
    const wanted = lettersOf(word).map(({ letter }) => letter);
    const found = whole(letters, wanted) ?? scattered(letters, wanted);
    if (!found) return null;
    cost += found.cost;
    for (const place of found.places) marks.add(letters[place]?.at ?? 0);
  }
  return { cost, marks };
}

interface Found {
  readonly cost: number;
  readonly places: readonly number[];
}

/** The word as it was typed: best at the start of the text, then at the start of a word, then inside one. */
function whole(letters: readonly Letter[], wanted: readonly string[]): Found | null {
  let best: Found | null = null;
  for (let from = 0; from + wanted.length <= letters.length; from++) {
    if (!wanted.every((letter, by) => letters[from + by]?.letter === letter)) continue;
    const cost = from === 0 ? 0 : letters[from]?.isWordStart ? 1 : 3;
    if (!best || cost < best.cost) best = { cost, places: wanted.map((_, by) => from + by) };
  }
  return best;
}

/** Its letters in their order, close to each other, from the start of a word. */
function scattered(letters: readonly Letter[], wanted: readonly string[]): Found | null {
  if (wanted.length < 2) return null;
  let best: Found | null = null;
  for (const [from, { isWordStart }] of letters.entries()) {
    if (!isWordStart) continue;
    const places: number[] = [];
    for (let at = from; at < letters.length && places.length < wanted.length; at++)
      if (letters[at]?.letter === wanted[places.length]) places.push(at);
      else if (at === from) break;
    const spread = (places.at(-1) ?? 0) - from + 1;
    if (places.length < wanted.length || spread > wanted.length * WIDEST) continue;
    const cost = 5 + spread - wanted.length;
    if (!best || cost < best.cost) best = { cost, places };
  }
  return best;
}

function lettersOf(text: string): readonly Letter[] {
  const letters: Letter[] = [];
  let isWordStart = true;
  let at = 0;
  for (const shown of text) {
    const bare = shown.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
    for (const letter of bare) {
      letters.push({ letter, at, isWordStart });
      isWordStart = !/[\p{L}\p{N}]/u.test(letter);
    }
    at += shown.length;
  }
  return letters;
}
