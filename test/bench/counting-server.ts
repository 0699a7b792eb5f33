/**
 * A Graph root that only counts, in a process of its own: `fork` it, and it sends its address. It ends with its parent.
 * GET /entries answers how many entries came since it was last asked.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

let entries = 0;

/** Counts the rows of an upload without parsing it: each begins with a bracket, as do the schema and the list of rows. */
async function rowsIn(request: IncomingMessage): Promise<number> {
  let brackets = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    for (let at = piece.indexOf('['); at >= 0; at = piece.indexOf('[', at + 1)) brackets += 1;
  }
  return Math.max(0, brackets - 2);
}

async function answer(request: IncomingMessage): Promise<object> {
  const rows = await rowsIn(request);
  const path = (request.url ?? '').replace(/\?.*$/, '');
  if (path === '/entries') {
    const answered = { entries };
    entries = 0;
    return answered;
  }
  if (path.endsWith('/users')) {
    entries += rows;
    return {
      audience_id: '120210000000000001',
      session_id: '1',
      num_received: rows,
      num_invalid_entries: 0,
      invalid_entry_samples: {},
    };
  }
  if (path.endsWith('/customaudiences')) return request.method === 'POST' ? { id: '120210000000000001' } : { data: [] };
  return { id: path.split('/').at(-1) ?? '', name: 'Bench' };
}

const server = createServer((request, response) => {
  answer(request).then(
    (body) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(body));
    },
    () => response.destroy(),
  );
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.on('disconnect', () => process.exit());
