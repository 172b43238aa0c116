import js from '@eslint/js'
import reactHooks from 'eslint-plugin-react-hooks'
import globals from 'globals'
import tseslint from 'typescript-eslint'

// Sentences stand in the texts.ts of their folder, where they are read and translated together.
const message = 'Put these words into the texts.ts of the folder.'
// What only a developer reads.
const callees = [
  'callee.name="trying"',
  'callee.object.name=/^(console|logger)$/',
  'callee.object.property.name="logger"',
  'callee.property.name="refine"',
].map((callee) => `CallExpression[${callee}] *`)
const notForPeople = `:not(NewExpression[callee.name="Error"] *, Property[key.name="details"] *, ${callees.join(', ')})`
const words = [
  { selector: `Literal[value=/^(?![.\\x2F]).*\\p{L}{2} \\p{L}/su]${notForPeople}`, message },
  {
    selector: `TemplateElement[value.cooked=/\\p{L}{2} \\p{L}{2}|^\\p{Lu}\\p{Ll}+ | \\p{Ll}{2,}[ .]/u]${notForPeople}`,
    message,
  },
]
const readAttributes =
  'JSXAttribute[name.name=/^(aria-label|aria-description|title|placeholder|alt|label|lead|aside|name|text)$/]'
const wordsOfElements = [
  { selector: 'JSXText[value=/\\p{L}{2}/u]', message },
  { selector: `${readAttributes} > Literal[value=/\\p{L}{2}/u]`, message },
  {
    selector: `${readAttributes} > JSXExpressionContainer > TemplateLiteral > TemplateElement[value.cooked=/\\p{L}{2}/u]`,
    message,
  },
]

// Root reads what somebody else can write by foreign-file.ts alone, which no link, FIFO or giant harms; own-file.ts says that it is not so.
const reader = 'Read by tools/files: foreign-file.ts what somebody else can write, own-file.ts what only root can.'
const reads = [
  ...['readFile', 'readFileSync', 'createReadStream'].map((name) => ({
    selector: `ImportDeclaration[source.value=/^(node:)?fs/] ImportSpecifier[imported.name="${name}"]`,
    message: reader,
  })),
  ...[
    'CallExpression[callee.name="openSync"][arguments.length=1]',
    'AwaitExpression > CallExpression[callee.name="open"][arguments.length=1]',
    'CallExpression[callee.name=/^open(Sync)?$/][arguments.1.value=/^r/]',
    'CallExpression[callee.name=/^open(Sync)?$/]:has(Identifier[name=/^O_(RDONLY|RDWR)$/]):not(:has(Identifier[name=/^O_(CREAT|DIRECTORY)$/]))',
  ].map((selector) => ({ selector, message: reader })),
]

// Scripts are words that a shell reads.
const wordFiles = [
  '**/texts.ts',
  '**/messages.ts',
  '**/{*-,}verbs.ts',
  '**/{area,areas}.ts',
  '**/{on-pair,person-shell}/scripts.ts',
]

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'test-results/'] },
  js.configs.recommended,
  { rules: { 'max-params': ['error', { max: 4 }] } },
  {
    files: ['**/*.{ts,tsx}'],
    // What needs types is oxlint's (.oxlintrc.json), which asks the native compiler: a tenth of the time.
    extends: [tseslint.configs.strict],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-duplicate-imports': 'error',
      // Unused arguments of an interface are named with an underscore.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['src-renderer/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: { ...reactHooks.configs.recommended.rules },
    languageOptions: { globals: globals.browser },
  },
  {
    files: ['src-renderer/**/*.{ts,tsx}'],
    ignores: ['**/texts.ts'],
    rules: { 'no-restricted-syntax': ['error', ...words, ...wordsOfElements] },
  },
  {
    // What the app says. The titles of verbs and of areas are declared with them; what the agent says is in messages.ts.
    files: [
      'src-main/{app,switch,journal,machine,transport}/**/*.ts',
      'src-main/{commons,domains}/*/{on-pair/**/,}*.ts',
    ],
    ignores: wordFiles,
    rules: { 'no-restricted-syntax': ['error', ...words] },
  },
  {
    // What runs as root.
    files: ['src-main/{agent,tools}/**/*.ts', 'src-main/{commons,domains}/**/on-machine/**/*.ts'],
    ignores: ['src-main/tools/files/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...reads] },
  },
  {
    // What root and the app both do.
    files: ['src-main/{commons,domains}/*/*.ts'],
    ignores: wordFiles,
    rules: { 'no-restricted-syntax': ['error', ...words, ...reads] },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...['skip', 'skipIf', 'runIf', 'todo'].flatMap((property) =>
          ['it', 'test', 'describe'].map((object) => ({
            object,
            property,
            message: 'A skipped test fails the run. What the long form alone does stands in "if (isLong)".',
          })),
        ),
      ],
    },
  },
  { files: ['**/*.{js,mjs,cjs}'], languageOptions: { globals: globals.node } },
)
