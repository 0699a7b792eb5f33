/** A square PNG and its side in pixels. */
export interface Picture {
  readonly side: number;
  readonly png: Buffer;
}

/** What macOS calls each size: its own pixels, or those of the half size on a dense screen. */
const ICNS_TYPES: readonly (readonly [type: string, side: number])[] = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
];

/**
 * A Windows icon whose pictures are PNGs, which Windows reads since Vista. Sides up to 256; a byte of 0 means 256.
 * Layout: six bytes of header, sixteen bytes a picture, the pictures.
 */
export function ico(pictures: readonly Picture[]): Buffer {
  const header = Buffer.alloc(6 + 16 * pictures.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = header.length;
  for (const [index, { side, png }] of pictures.entries()) {
    const at = 6 + 16 * index;
    header.writeUInt8(side % 256, at);
    header.writeUInt8(side % 256, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(png.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([header, ...pictures.map(({ png }) => png)]);
}

/** A macOS icon: a chain of blocks, each a four-letter type, its length with these eight bytes, and a PNG. Sizes not given are left out. */
export function icns(pictures: readonly Picture[]): Buffer {
  const blocks = ICNS_TYPES.flatMap(([type, side]) => {
    const picture = pictures.find((one) => one.side === side);
    return picture ? [block(type, picture.png)] : [];
  });
  return block('icns', Buffer.concat(blocks));
}

function block(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32BE(8 + content.length, 4);
  return Buffer.concat([head, content]);
}
