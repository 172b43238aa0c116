/** What lists of rules say, whatever the rules are about. */
import type { ContainerKind, ContainerRule, EngineId } from '../../../src-main/contract/container-rule.ts'
import { isSourceKind, type PackageRule, type PackageRuleKind } from '../../../src-main/contract/package-rule.ts'
import { countOf, formatCount } from '../../../src-main/kernel/units.ts'

const packageKinds: Readonly<Record<PackageRuleKind, string>> = {
  apt: 'Package',
  flatpak: 'Flatpak app',
  snap: 'Snap',
  unit: 'Service',
  'user-unit': 'Service of every user',
  source: 'Package sources',
  'flatpak-source': 'Flatpak sources',
  alternative: 'Default program',
}

const containerKinds: Readonly<Record<ContainerKind, string>> = { image: 'Image', volume: 'Volume' }
const engineNames: Readonly<Record<EngineId, string>> = { podman: 'podman', docker: 'Docker' }
const ofEngine = ({ engine, kind }: ContainerRule): string =>
  engine === undefined ? containerKinds[kind] : `${containerKinds[kind]} of ${engineNames[engine]}`

const isServiceKind = (kind: PackageRuleKind): boolean => kind === 'unit' || kind === 'user-unit'
const isService = ({ kind }: PackageRule): boolean => isServiceKind(kind)

const alternativeEffects = {
  apart: 'A switch leaves it on both laptops as it is, and does not ask about it.',
  both: 'A switch sets it as on the laptop you leave, and does not ask about it.',
  never: 'A switch leaves it on both laptops as it is, and does not ask about it.',
} as const
const packageEffects = {
  apart:
    'A switch neither installs nor removes it, and does not ask about it. Where both laptops have it, both get the newer version.',
  both: 'A switch installs it where it is missing. It is never removed because the other laptop lacks it, and you are not asked about it.',
  never:
    'A switch never installs, updates, marks or removes it, and does not ask about it. Each laptop keeps what it has.',
} as const
const serviceEffects = {
  apart: 'A switch leaves its setting on both laptops as it is, and does not ask about it.',
  both: 'A switch makes it start where it does not. It is never stopped because it does not start on the other laptop.',
  never: 'A switch never changes its setting on either laptop, and does not ask about it.',
} as const

function nounsOf(kind: PackageRuleKind): readonly [one: string, many: string] {
  if (isSourceKind(kind)) return ['address', 'addresses']
  return isServiceKind(kind) ? ['service', 'services'] : ['package', 'packages']
}

export const texts = {
  decisions: { always: 'Always', never: 'Never' },
  copied: { always: 'Always copied', never: 'Never copied' },
  ownRule: 'Your rule',
  ownLine: (line: number) => `Your rule, line ${line}`,
  ownRuleAt: (line: number, file: string) => `Your rule, line ${line} of ${file}`,
  add: 'Add a rule',
  path: 'Path of a file or folder in /etc',
  pathPlaceholder: 'Path in /etc',
  always: 'Always copy',
  never: 'Never copy',
  builtIn: 'Built in, the same on every laptop',
  effect: 'Effect',
  alwaysText: 'At every switch, the version of the laptop you leave is copied to the other one.',
  neverText: 'Each laptop keeps its own version. It is never copied.',
  reason: 'Reason',
  noReason: 'No reason given.',
  builtInText: 'Built-in rules protect the identity of each laptop. They cannot be changed.',
  removeTitle: 'You are asked about the file at the next switch',
  remove: 'Remove rule',
  keptIn: 'Stored in',
  keptInEnd: ', the same on both laptops.',
  homeDecisions: { exclude: 'Not copied', include: 'Copied' },
  packageDecisions: { apart: 'Left alone', both: 'Always on both', never: 'Never changed' },
  packageReason: (rule: PackageRule): string => {
    const kind = packageKinds[rule.kind]
    if (rule.kind === 'alternative' && rule.decision === 'both') return `${kind}. The same on both laptops`
    if (rule.decision === 'both') return `${kind}. ${isService(rule) ? 'Starts' : 'Installed'} on both laptops`
    if (rule.decision === 'never') return `${kind}. Never changed by a switch`
    return `${kind}. Each laptop keeps its own${isService(rule) ? ' setting' : ''}`
  },
  packageIs: ({ kind }: PackageRule, file: string): string => `${packageKinds[kind]}, your rule in ${file}`,
  packageEffect: (rule: PackageRule): string => {
    if (rule.kind === 'alternative') return alternativeEffects[rule.decision]
    if (isSourceKind(rule.kind)) return 'A switch does not add it to the other laptop, and does not ask about it.'
    return (isService(rule) ? serviceEffects : packageEffects)[rule.decision]
  },
  decideOther: { apart: 'Each laptop keeps its own', both: 'Always on both', never: 'Never change' },
  applies: 'Applies to',
  appliesTo: (kind: PackageRuleKind, names: readonly string[]): string => {
    const [noun, nouns] = nounsOf(kind)
    if (names.length === 0) return `No ${noun} of either laptop now.`
    const shown = names.slice(0, 8)
    const more = names.length - shown.length
    return `${countOf(names.length, noun, nouns)} now: ${shown.join(', ')}${more === 0 ? '' : ` and ${formatCount(more)} more`}`
  },
  asking: 'Asking both laptops…',
  notAsked: 'Both laptops must be reachable to show this.',
  addPackageRule: 'Add a rule for packages',
  addPackageLead: 'In a name, * stands for any characters and ? for one: "nvidia-*".',
  about: 'What the rule is about',
  abouts: packageKinds,
  nameOf: (kind: PackageRuleKind): string => {
    if (kind === 'source') return 'Address and suite, or a pattern'
    return kind === 'flatpak-source' ? 'Address, or a pattern' : 'Name or pattern'
  },
  containerRules: 'Volumes and images of containers',
  containerReason: (rule: ContainerRule): string =>
    `${ofEngine(rule)}. ${
      {
        apart: 'A laptop that alone has it keeps it',
        both: 'Copied to whichever laptop lacks it',
        never: 'Each laptop keeps its own',
      }[rule.decision]
    }`,
  containerIs: (rule: ContainerRule, file: string): string => `${ofEngine(rule)}, your rule in ${file}`,
  containerEffects: {
    apart:
      'A switch does not bring it to the other laptop, and does not ask about it. Where both have it, both get the newer version.',
    both: 'A switch copies it where it is missing, and does not ask about it. Where both changed it, you are asked.',
    never: 'A switch never copies or replaces it, and does not ask about it. Each laptop keeps what it has.',
  },
  leaveOut: 'Leave it out',
  cancel: 'Cancel',
  keptReason: (what: string) => `${what}. Each laptop keeps its own`,
  homeReasons: { exclude: 'Each laptop keeps its own', include: 'Although another rule leaves it out' },
  keptIs: (what: string, file: string) => `${what}, your rule in ${file}`,
  leftAlone: 'Left alone',
  removeKeptTitle: 'You are asked about it at the next switch',
  rules: 'Rules',
  search: 'Search rules',
  none: 'No rules yet',
  noMatch: 'No matching rules',
  rulesList: 'All rules',
  /** Beside what is on both laptops. */
  rulesOf: (count: number) => (count === 0 ? 'Rules' : `Rules (${formatCount(count)})`),
  fixed: 'built in',
}
