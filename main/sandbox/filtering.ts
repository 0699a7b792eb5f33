import { invalidParameter } from './errors.ts';
import type { Node } from './fields.ts';
import { isRecord, structured } from './request.ts';

type Test = (actual: unknown, wanted: unknown) => boolean;

/** Those of Meta's operators that make sense for an audience's own fields. */
const operators: Readonly<Record<string, Test>> = {
  EQUAL: (actual, wanted) => String(actual) === String(wanted),
  NOT_EQUAL: (actual, wanted) => String(actual) !== String(wanted),
  CONTAIN: (actual, wanted) => String(actual).includes(String(wanted)),
  NOT_CONTAIN: (actual, wanted) => !String(actual).includes(String(wanted)),
  STARTS_WITH: (actual, wanted) => String(actual).startsWith(String(wanted)),
  ENDS_WITH: (actual, wanted) => String(actual).endsWith(String(wanted)),
  GREATER_THAN: (actual, wanted) => Number(actual) > Number(wanted),
  GREATER_THAN_OR_EQUAL: (actual, wanted) => Number(actual) >= Number(wanted),
  LESS_THAN: (actual, wanted) => Number(actual) < Number(wanted),
  LESS_THAN_OR_EQUAL: (actual, wanted) => Number(actual) <= Number(wanted),
  IN: (actual, wanted) => Array.isArray(wanted) && wanted.map(String).includes(String(actual)),
  NOT_IN: (actual, wanted) => Array.isArray(wanted) && !wanted.map(String).includes(String(actual)),
};

const fields = ['id', 'name', 'subtype', 'delete_time', 'time_created', 'time_updated', 'operation_status.code'];

/**
 * Reads `filtering=[{"field","operator","value"}]`. Throws code 100 for what the sandbox does not know (texts invented).
 * @returns whether an audience passes every filter
 */
export function parseFilters(params: ReadonlyMap<string, unknown>): (node: Node) => boolean {
  const given = structured(params, 'filtering') ?? [];
  if (!Array.isArray(given)) throw invalidParameter('param filtering must be an array');
  const tests = given.map((filter: unknown) => {
    const { field, operator, value } = isRecord(filter) ? filter : {};
    const test = typeof operator === 'string' ? operators[operator] : undefined;
    if (typeof field !== 'string' || !fields.includes(field) || test === undefined) {
      throw invalidParameter(`Unknown filter: ${JSON.stringify(filter)}`);
    }
    return (node: Node) => test(valueOf(node, field), value);
  });
  return (node) => tests.every((passes) => passes(node));
}

function valueOf(node: Node, field: string): unknown {
  const [name = '', inner] = field.split('.');
  // An audience without a deletion date counts as 0, so that the documented `delete_time > 0` finds those that have one.
  const value = node.values[name]?.() ?? 0;
  return inner !== undefined && isRecord(value) ? value[inner] : value;
}
