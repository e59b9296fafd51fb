/** What a cast or parentheses stand around. */
const bare = (node) => (node.type === 'TSAsExpression' ? bare(node.expression) : node);

/**
 * An ESLint rule: no `{ ...{ a, b }, c }` and no `[...[a, b], c]`, which say nothing but on which lines the elements shall
 * stand. A long object is fine.
 */
export const noLayoutSpread = {
  meta: {
    type: 'layout',
    fixable: 'code',
    schema: [],
    messages: { spread: 'spreading a literal into a literal is layout: write its elements' },
  },
  create: (context) => ({
    SpreadElement(node) {
      const literal = bare(node.argument);
      const isObject = literal.type === 'ObjectExpression' && node.parent.type === 'ObjectExpression';
      const isArray = literal.type === 'ArrayExpression' && node.parent.type !== 'ObjectExpression';
      if (!isObject && !isArray) return;
      context.report({
        node,
        messageId: 'spread',
        fix: (fixer) => {
          const inner = context.sourceCode.getText(literal).slice(1, -1).trim().replace(/,$/, '');
          return inner === '' ? null : fixer.replaceText(node, inner);
        },
      });
    },
  }),
};
