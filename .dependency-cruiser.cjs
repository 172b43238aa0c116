/** The layers of the architecture: imports only go down. A rule changes by an argument in its comment. */
const layer = (name) => `^src-main/${name}/`
/** A package, whether its file is found or not: "electron/main" is a name that only Electron itself knows. */
const npm = (name) => `^(node_modules/)?${name}(/|$)`
const order = [
  ['shells'],
  ['transport'],
  ['app', 'agent'],
  ['domains'],
  ['commons'],
  ['switch'],
  ['journal', 'machine'],
  ['tools'],
  ['contract'],
  ['kernel'],
]

/** Each layer may import itself and what lies below; layers on one level do not know each other. */
const layerRules = order.flatMap((names, level) =>
  names.map((name) => ({
    name: `${name}-imports-only-down`,
    severity: 'error',
    from: { path: layer(name) },
    to: {
      path: `^src-main/(${order
        .slice(0, level + 1)
        .flat()
        .filter((other) => other !== name)
        .join('|')})/`,
      // The app words what the agent says.
      ...(name === 'app' ? { pathNot: '^src-main/agent/messages\\.ts$' } : {}),
    },
  })),
)
// The top layer alone has nobody above it or beside it: its rule would have an empty list.
const rules = layerRules.filter((rule) => !rule.to.path.includes('()'))

module.exports = {
  forbidden: [
    ...rules,
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'domains-never-import-each-other',
      severity: 'error',
      from: { path: '^src-main/domains/([^/]+)/' },
      to: { path: '^src-main/domains/([^/]+)/', pathNot: '^src-main/domains/$1/' },
    },
    {
      name: 'on-pair-never-imports-tools-or-on-machine',
      severity: 'error',
      from: { path: '^src-main/(domains|commons)/.+/on-pair/' },
      to: { path: '^src-main/(tools/|(domains|commons)/.+/on-machine/)' },
    },
    {
      name: 'on-machine-knows-no-pair',
      severity: 'error',
      from: { path: '^src-main/(domains|commons)/.+/on-machine/' },
      to: { path: '^src-main/(switch/|(domains|commons)/.+/on-pair/)' },
    },
    {
      name: 'app-descriptors-import-no-tools-or-on-machine',
      comment: 'What a capability is to the app is made of its verbs and its on-pair part.',
      severity: 'error',
      from: {
        path: ['^src-main/(domains|commons)/[^/]+/app\\.ts$', '^src-main/commons/capability/app-capability\\.ts$'],
      },
      to: { path: '^src-main/(tools/|(domains|commons)/(.+/on-machine/|[^/]+/agent\\.ts))' },
    },
    {
      name: 'agent-descriptors-know-no-pair',
      comment: 'What a capability is to the agent is made of its verbs and its on-machine part.',
      severity: 'error',
      from: {
        path: ['^src-main/(domains|commons)/[^/]+/agent\\.ts$', '^src-main/commons/capability/agent-capability\\.ts$'],
      },
      to: { path: '^src-main/(switch/|(domains|commons)/(.+/on-pair/|[^/]+/app\\.ts))' },
    },
    {
      name: 'agent-knows-no-pair',
      severity: 'error',
      from: { path: '^src-main/agent/' },
      to: { path: '^src-main/(switch/|(domains|commons)/.+/on-pair/)' },
    },
    {
      name: 'app-runs-no-tools',
      comment: "The words for what they say are the app's business: messages.ts beside them holds nothing else.",
      severity: 'error',
      from: { path: '^src-main/(app|transport)/' },
      to: {
        path: '^src-main/(tools/|agent/|(domains|commons)/.+/on-machine/)',
        pathNot: '/messages\\.ts$',
      },
    },
    {
      name: 'contract-imports-zod-and-kernel-types',
      severity: 'error',
      from: { path: '^src-main/contract/' },
      to: { pathNot: '^(src-main/(contract|kernel)/|node_modules/zod/)' },
    },
    {
      name: 'messages-are-words-alone',
      comment: 'Both programs import them, the app across the layers.',
      severity: 'error',
      from: { path: '^(src-main/.+)/messages\\.ts$' },
      to: { path: '^src-main/', pathNot: '^(src-main/(contract|kernel)/|$1/[^/]+$|.*/messages\\.ts$)' },
    },
    {
      name: 'electron-only-in-its-shell',
      severity: 'error',
      from: { pathNot: '^(src-main/shells/electron/|e2e/|test/)' },
      to: { path: npm('electron') },
    },
    {
      name: 'children-start-at-one-door',
      comment:
        'tools/run.ts starts every tool, tools/worker.ts those that stay, machine/ starts an agent; practice, bench and tests drive laptops from outside.',
      severity: 'error',
      from: {
        path: '^src-main/',
        pathNot: '^src-main/(tools/(run|worker)\\.ts|machine/start-agent\\.ts|agent/exec-ticket\\.ts)$',
      },
      to: { path: ['^(node:)?child_process$', npm('execa')] },
    },
    {
      name: 'ssh2-only-in-machine',
      severity: 'error',
      from: { path: '^src-main/', pathNot: '^src-main/machine/' },
      to: { path: npm('ssh2') },
    },
    {
      name: 'git-only-for-system-state',
      severity: 'error',
      from: { path: '^src-main/', pathNot: '^src-main/commons/system-state/' },
      to: { path: npm('simple-git') },
    },
    {
      name: 'renderer-imports-contract-and-itself',
      comment: 'Kernel types and words travel with the contract.',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { path: '^src-main/', pathNot: '^src-main/(contract|kernel)/' },
    },
    {
      name: 'product-knows-no-practice',
      severity: 'error',
      from: { path: '^src-(main|renderer)/' },
      to: { path: '^(practice|scripts|test|e2e|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
}
