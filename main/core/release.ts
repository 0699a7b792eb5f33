/** Smaller memory costs nothing, and may be Node's pool, which many small buffers share. */
const WORTHWHILE_BYTES = 128 * 1024;

/**
 * Gives the memory under these views back at once, all of it, so it must be theirs alone: every view of it is empty afterwards. V8 learns
 * late how large buffers are: it lets some 64 MB of dead ones gather in each thread before it looks for them.
 */
export function release(views: Iterable<Uint8Array>): void {
  for (const { buffer } of views) {
    if (buffer instanceof ArrayBuffer && !buffer.detached && buffer.byteLength >= WORTHWHILE_BYTES) buffer.transfer(0);
  }
}
