const RANKS = ['10001', '11011', '10101', '10001', '10001'].map((row) => row.split(''));

/** Thirteen people who stand in ranks as an M. */
export function Mark({ size }: { readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" fill="currentColor" aria-hidden>
      {dots().map(([x, y, stands]) => stands && <circle key={`${x} ${y}`} cx={x} cy={y} r="1.65" />)}
    </svg>
  );
}

/** The drawing of an empty state: the places are there, nobody has mustered yet. */
export function EmptyRanks() {
  return (
    <svg width="44" height="44" viewBox="0 0 20 20" aria-hidden>
      {dots().map(([x, y, stands]) =>
        stands ? (
          <circle key={`${x} ${y}`} cx={x} cy={y} r="1.3" fill="none" stroke="var(--line-control)" strokeWidth="0.6" />
        ) : (
          <circle key={`${x} ${y}`} cx={x} cy={y} r="1.3" fill="var(--line)" />
        ),
      )}
    </svg>
  );
}

function dots(): readonly (readonly [number, number, boolean])[] {
  return RANKS.flatMap((row, y) => row.map((dot, x) => [2 + x * 4, 2 + y * 4, dot === '1'] as const));
}
