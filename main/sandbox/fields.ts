import { invalidParameter } from './errors.ts';

/** A node of the graph: every field it can show, computed only when asked for. A field without a value here is absent from answers. */
export interface Node {
  readonly type: string;
  /** Fields that exist on Meta's node, so asking for them is no mistake, but that the sandbox has no value for. */
  readonly unset: ReadonlySet<string>;
  readonly defaults: readonly string[];
  readonly values: Readonly<Record<string, () => unknown>>;
}

/** A requested field and, for `business{id,name}`, the fields inside it. */
interface FieldRequest {
  readonly name: string;
  readonly inner: readonly FieldRequest[];
}

/** Parses `id,name,business{id,name}`. Throws code 100 (invented; Graph's syntax errors are another family) on unbalanced braces. */
function parseFields(source: string): readonly FieldRequest[] {
  const tokens = source.match(/[^\s,{}]+|[{}]/g) ?? [];
  let at = 0;
  function list(depth: number): FieldRequest[] {
    const found: FieldRequest[] = [];
    for (let token = tokens[at]; token !== undefined && token !== '}'; token = tokens[at]) {
      at += 1;
      if (token === '{') throw syntaxError(source);
      const isNested = tokens[at] === '{';
      if (isNested) at += 1;
      found.push({ name: token, inner: isNested ? list(depth + 1) : [] });
      if (isNested && tokens[at++] !== '}') throw syntaxError(source);
    }
    if (depth === 0 && at < tokens.length) throw syntaxError(source);
    return found;
  }
  return list(0);
}

function syntaxError(source: string): Error {
  return invalidParameter(`Syntax error in fields: ${source}`);
}

/**
 * What an answer shows of a node: the requested fields in their order, else the defaults; `id` is always there.
 * Throws code 100 for a field the node does not have, as Graph does (the wording is field knowledge, not recorded).
 */
export function select(node: Node, fields: string | undefined): Record<string, unknown> {
  const asked =
    fields === undefined ? node.defaults.map((name): FieldRequest => ({ name, inner: [] })) : parseFields(fields);
  const shown: Record<string, unknown> = {};
  for (const { name, inner } of asked) {
    const value = node.values[name]?.();
    if (value !== undefined) shown[name] = inner.length > 0 ? pick(value, inner) : value;
    else if (!(name in node.values) && !node.unset.has(name)) {
      throw invalidParameter(`Tried accessing nonexisting field (${name}) on node type (${node.type})`);
    }
  }
  shown['id'] ??= node.values['id']?.();
  return shown;
}

function pick(value: unknown, inner: readonly FieldRequest[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const names = new Set(inner.map((field) => field.name));
  return Object.fromEntries(Object.entries(value).filter(([name]) => names.has(name) || name === 'id'));
}
