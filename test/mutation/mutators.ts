import type { AnyNode, CallExpression } from 'acorn';

/** What stands in the code, and what would stand there instead. */
export interface Swap {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '**': ['*'],
  '&': ['|'],
  '|': ['&'],
  '^': ['&'],
  '<<': ['>>'],
  '>>': ['<<'],
  '>>>': ['<<'],
  '&&': ['||'],
  '||': ['&&'],
  '+=': ['-='],
  '-=': ['+='],
  '*=': ['/='],
  '/=': ['*='],
  '|=': ['&='],
  '^=': ['&='],
  '??=': ['='],
  '++': ['--'],
  '--': ['++'],
};

const METHODS: Readonly<Record<string, string>> = {
  min: 'max',
  max: 'min',
  some: 'every',
  every: 'some',
  floor: 'ceil',
  ceil: 'floor',
  find: 'findLast',
  findLast: 'find',
  startsWith: 'endsWith',
};

/** Methods without which a list stays as it was. */
const LEFT_OUT: readonly string[] = ['filter', 'sort', 'slice', 'toReversed'];

/** What a careless hand might have written in place of one node, without what it might have done inside it. */
export function swapsOf(node: AnyNode, code: string): Swap[] {
  const whole = (...texts: string[]) => texts.map(text => ({ from: node.start, to: node.end, text }));
  switch (node.type) {
    case 'BinaryExpression':
    case 'AssignmentExpression':
      if (isText(node.left) || isText(node.right)) return [];
      return operatorSwaps(code, node.operator, node.left.end);
    case 'LogicalExpression':
      if (node.operator !== '??') return operatorSwaps(code, node.operator, node.left.end);
      return whole(part(code, node.left), part(code, node.right));
    case 'UpdateExpression':
      return operatorSwaps(code, node.operator, node.prefix ? node.start : node.argument.end);
    case 'UnaryExpression':
      return ['!', '~'].includes(node.operator) ? whole(part(code, node.argument)) : [];
    case 'Literal':
      return whole(...literalsBeside(node.value));
    case 'ConditionalExpression':
      return decided(node.test);
    case 'IfStatement':
      return decided(node.test);
    case 'WhileStatement':
      return decided(node.test).filter(({ text }) => text === 'false');
    case 'ForStatement':
      return node.test ? decided(node.test).filter(({ text }) => text === 'false') : [];
    case 'ArrayExpression':
      return node.elements.length > 0 ? whole('[]') : [];
    case 'ExpressionStatement':
      return isRemovable(node.expression) ? whole(';') : [];
    case 'ReturnStatement': {
      const { argument } = node;
      const isPlain = !argument || (argument.type === 'Literal' && typeof argument.value !== 'number');
      return isPlain ? [] : whole('return null;');
    }
    case 'ChainExpression':
      return [];
    case 'MemberExpression':
      return node.optional
        ? [{ from: node.object.end, to: node.object.end + 2, text: node.computed ? '' : '.' }]
        : [];
    case 'CallExpression':
      return callSwaps(node);
    default:
      return [];
  }
}

function operatorSwaps(code: string, operator: string, after: number): Swap[] {
  const from = code.indexOf(operator, after);
  return (OPERATORS[operator] ?? []).map(text => ({ from, to: from + operator.length, text }));
}

function literalsBeside(value: unknown): string[] {
  if (typeof value === 'boolean') return [`${!value}`];
  if (typeof value === 'string') return [value === '' ? "'other'" : "''"];
  if (typeof value !== 'number') return [];
  // Of a share the next whole numbers are none: a tenth more and less of it.
  return Number.isInteger(value) ? [`${value + 1}`, `(${value - 1})`] : [`${value * 1.1}`, `${value * 0.9}`];
}

function decided({ start, end }: AnyNode): Swap[] {
  return ['true', 'false'].map(text => ({ from: start, to: end, text }));
}

function callSwaps({ callee }: CallExpression): Swap[] {
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return [];
  const { name, start, end } = callee.property;
  const other = METHODS[name];
  return other === undefined ? [] : [{ from: start, to: end, text: other }];
}

/** A call without which a list stays as it was, taken out. */
export function withoutCall(node: AnyNode): Swap | null {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return null;
  const { object, property } = node.callee;
  if (property.type !== 'Identifier' || !LEFT_OUT.includes(property.name)) return null;
  return { from: object.end, to: node.end, text: '' };
}

function isRemovable({ type }: AnyNode): boolean {
  return ['CallExpression', 'ChainExpression', 'AssignmentExpression', 'UpdateExpression'].includes(type);
}

function isText(node: AnyNode): boolean {
  return node.type === 'TemplateLiteral' || (node.type === 'Literal' && typeof node.value === 'string');
}

function part(code: string, { start, end }: AnyNode): string {
  return `(${code.slice(start, end)})`;
}
