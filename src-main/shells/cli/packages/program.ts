import { Argument, Option } from 'commander'
import { calls } from '../../../contract/calls.ts'
import { packageDecisions, packageManagers, type PackageRuleChange } from '../../../contract/package-rule.ts'
import { packageDifferences, type ComparedPackage, type PackageOrigins } from '../../../contract/packages-calls.ts'
import { otherName } from '../../../contract/packages-others-words.ts'
import { otherKinds } from '../../../contract/packages-others.ts'
import type { AppClient } from '../../../transport/client.ts'
import { passwordStdin } from '../asking/with-password.ts'
import { planCommand } from '../switches/commands.ts'
import { fromApp, otherHost } from '../completion/values.ts'
import { exitCodes } from '../exit-codes.ts'
import { oneWay, type TypedWay } from '../one-way.ts'
import type { CliCommand, CommandGroup } from '../program-parts.ts'
import { switchCommand, type SwitchOptions } from '../switch-command.ts'
import { listPackageRulesCommand, packageRuleCommand, type RuleOptions } from './rules.ts'
import * as texts from './texts.ts'

interface ApplyOptions extends TypedWay, Omit<SwitchOptions, 'way' | 'scope'> {
  readonly dryRun: boolean
}

export const packagesCommands: CommandGroup = {
  room: 'travels',
  add(program, command, does) {
    const packages = program
      .command('packages')
      .description('look at the packages of both laptops, and decide what a switch does with them')
    command(
      packages,
      'compare',
      'show which packages, services, sources, settings and other programs differ; changes nothing',
    )
      .option('--all', 'also what is the same on both')
      .option('--search <text>', 'only those with this in their name or description')
      .option('--sources', 'with the package sources that offer them')
      .action((options: CompareOptions) => does(comparePackagesCommand(options))())
    command(
      packages,
      'apply',
      'make the packages and services of the other laptop like those of this one, or these like its',
    )
      .option('--to <host>', 'the other laptop, to install there')
      .option('--from <host>', 'the other laptop, to install here what it has')
      .option('--dry-run', 'only show what it would do and ask', false)
      .option('--answers <file>', 'JSON file of question IDs and choices')
      .option('--yes', 'use safe defaults for questions without an answer', false)
      .option(...passwordStdin)
      .action(({ to, from, dryRun, ...options }: ApplyOptions) => {
        const asked = { way: oneWay({ to, from }), scope: 'packages' } as const
        return dryRun ? does(planCommand(asked.way, asked))() : does(switchCommand({ ...options, ...asked }), true)()
      })
    command(
      packages,
      'rule <name>',
      'decide what every switch does with a package, a service, a source or a default program',
    )
      .addArgument(
        new Argument(
          '<decision>',
          'apart: a laptop that alone has it keeps it; both: always on both; never: left as it is on each; none: as usual',
        ).choices([...packageDecisions, 'none']),
      )
      .addOption(new Option('--manager <manager>', 'by which the package comes').choices(packageManagers))
      .option('--unit', 'the name is that of a service, socket or timer of the system')
      .option('--user-unit', 'the name is that of one of every user')
      .option('--source', 'the name is the address and suite of a package source')
      .option('--flatpak-source', 'the name is the address of a source of Flatpak apps')
      .option('--alternative', 'the name is what a default program is for: "editor"')
      .action((name: string, decision: PackageRuleChange['decision'], options: RuleOptions) =>
        does(packageRuleCommand(name, decision, options))(),
      )
    command(packages, 'rules', 'list what you decided about packages, services, sources and default programs').action(
      does(listPackageRulesCommand),
    )
  },
  completes: {
    'packages apply host': otherHost,
    'packages rule name': fromApp(async (client) => {
      const { rules } = await client.call(calls.packagesRules, {})
      return rules.map(({ name, decision }) => ({ word: name, about: decision }))
    }),
    'packages compare text': [],
  },
}

interface CompareOptions {
  /** Also those that are the same. */
  readonly all?: boolean
  /** In the name, or in what it says of itself. */
  readonly search?: string
  /** With what offers each of apt. */
  readonly sources?: boolean
}

/** `pc-switcher packages`: what both laptops have installed, at any time. */
function comparePackagesCommand({ all = false, search, sources = false }: CompareOptions): CliCommand {
  return async ({ client }, output) => {
    const compared = await client.call(calls.packagesCompare, {})
    const found = compared.packages.filter((one) => isFound(one, search))
    const shown = all ? found : found.filter(({ difference }) => difference !== 'same')
    const labels = { here: compared.here.label, there: compared.there.label }
    const offered = sources ? await offersOf(client, shown) : undefined
    const packages = shown.map((one) => ({ ...one, ...offered?.(one) }))
    const foundOthers = compared.others.filter((one) => has(otherName(one), search))
    const others = all ? foundOthers : foundOthers.filter(({ difference }) => difference !== 'same')
    output.tell({ type: 'packages', here: compared.here, there: compared.there, packages, others })
    if (found.length + foundOthers.length === 0 && search !== undefined) output.say(texts.noneFound(search))
    for (const difference of packageDifferences) {
      const list = shown.filter((one) => one.difference === difference)
      if (list.length === 0) continue
      const { length } = list
      output.say(difference === 'same' ? texts.sameHeading(length) : texts.headingOf(difference, length, labels))
      const lines = texts.packageLines(list)
      for (const [at, one] of list.entries()) {
        output.say(lines[at] ?? '')
        texts.offerLines(offered?.(one)?.offeredBy, labels).forEach(output.say)
      }
    }
    for (const kind of otherKinds) texts.otherLines(kind, others, labels).forEach(output.say)
    const same = found.filter(({ difference }) => difference === 'same').length
    if (found.length > 0) output.say(texts.summaryOf(found.length - same, same, labels))
    return exitCodes.done
  }
}

type Offers = (one: ComparedPackage) => { readonly offeredBy: Pick<PackageOrigins, 'here' | 'there'> } | undefined

/** Asked together: each question costs apt as much as all of them. */
async function offersOf(client: AppClient, shown: readonly ComparedPackage[]): Promise<Offers> {
  const asked = shown.filter(({ manager }) => manager === 'apt')
  const { packages } = await client.call(calls.packagesOrigins, {
    packages: asked.map(({ name, architecture }) => ({ name, architecture })),
  })
  const keyOf = ({ name, architecture }: Pick<PackageOrigins, 'name' | 'architecture'>) => `${name}:${architecture}`
  const known = new Map(packages.map((one) => [keyOf(one), { here: one.here, there: one.there }]))
  return (one) => {
    const offeredBy = one.manager === 'apt' ? known.get(keyOf(one)) : undefined
    return offeredBy === undefined ? undefined : { offeredBy }
  }
}

function isFound({ name, summary }: ComparedPackage, search: string | undefined): boolean {
  return has(`${name}\n${summary}`, search)
}

function has(text: string, search: string | undefined): boolean {
  return search === undefined || text.toLowerCase().includes(search.toLowerCase())
}
