/** Which folder may import which: an arrow that is not listed here may not be drawn. */
const OURS = '^(bin|lib|lambdas|protocol|web|local|scripts|tests)/';

const layer = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: OURS, pathNot: [from, ...allowed] },
});

module.exports = {
  forbidden: [
    layer('protocol-imports-nothing-of-ours', '^protocol/', []),
    layer('domain-is-pure', '^lambdas/domain/', [
      '^protocol/',
      '^lambdas/analysis/',
      '^lambdas/bot/(types|slots)',
    ]),
    layer('language-stands-alone', '^lambdas/language/', []),
    layer('analysis-is-pure', '^lambdas/analysis/', ['^protocol/', '^lambdas/language/']),
    layer('bot-is-pure', '^lambdas/bot/', ['^protocol/', '^lambdas/language/']),
    layer('ports-name-domain-only', '^lambdas/ports\\.ts$', [
      '^protocol/',
      '^lambdas/domain/',
      '^lambdas/analysis/analyzer',
    ]),
    layer('usecases-know-ports-only', '^lambdas/usecases/', [
      '^protocol/',
      '^lambdas/domain/',
      '^lambdas/analysis/',
      '^lambdas/bot/(types|slots)',
      '^lambdas/ports',
    ]),
    layer('adapters-never-import-usecases', '^lambdas/adapters/', [
      '^protocol/',
      '^lambdas/domain/',
      '^lambdas/analysis/turn-signals',
      '^lambdas/ports',
    ]),
    layer('lambdas-stand-alone', '^lambdas/', ['^protocol/']),
    layer('infrastructure-imports-no-lambda-code', '^lib/', ['^protocol/']),
    layer('chat-client-has-no-dom', '^web/chat-client/', ['^protocol/']),
    layer('widget-imports-chat-client-only', '^web/widget/', ['^protocol/', '^web/chat-client/']),
    layer('dashboard-imports-chat-client-only', '^web/dashboard/', [
      '^protocol/',
      '^web/chat-client/',
    ]),
    {
      name: 'pure-layers-import-no-sdk',
      severity: 'error',
      from: { path: '^lambdas/(domain|usecases|analysis)/' },
      to: { path: 'node_modules/(@aws-|hono|aws-)' },
    },
    {
      name: 'wiring-alone-builds-adapters',
      severity: 'error',
      from: { path: '^lambdas/', pathNot: ['^lambdas/adapters/', '^lambdas/runtime/wiring'] },
      to: { path: '^lambdas/adapters/' },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|cdk\\.out)/' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.json'] },
  },
};
