/** Utility processes that run, by their number, under the name that the app gave each. */
export const running = new Map<number, string>();

/** Rows of `app.getAppMetrics`, of utility processes only. */
export function utilityMetrics(): readonly { readonly pid: number; readonly type: 'Utility'; readonly name: string }[] {
  return [...running].map(([pid, name]) => ({ pid, type: 'Utility', name }));
}
