/** Most people of one request; those with several addresses or phones take more than one place (meta-api.md 7.1). */
const PER_REQUEST = 10_000;
/** What a full request takes on its way, and until Meta has answered. */
const REQUEST_MS = 5_000;
/** On the limited tier 60 points, of which a write takes 3; they come back within 300 s (meta-api.md 9.1). */
const LIMITED_WRITES = 20;
const LIMITED_PACE_MS = 15_000;

/** How many requests some people make at least, and how long they take about. */
export function estimateOf(
  people: number,
  tier: 'full' | 'limited' | null,
): { readonly requests: number; readonly ms: number } {
  const requests = Math.ceil(people / PER_REQUEST);
  const waited = tier === 'limited' ? Math.max(0, requests - LIMITED_WRITES) : 0;
  return { requests, ms: (requests - waited) * REQUEST_MS + waited * LIMITED_PACE_MS };
}
