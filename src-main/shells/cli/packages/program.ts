import { Argument, Option, type Command as Commander } from 'commander'
import { packageDecisions, packageManagers, type PackageRuleChange } from '../../../contract/package-rule.ts'
import { passwordStdin } from '../asking/with-password.ts'
import { planCommand } from '../commands.ts'
import { oneWay, type TypedWay } from '../one-way.ts'
import { switchCommand, type SwitchOptions } from '../switch-command.ts'
import type { AddCommand, Does } from '../program-parts.ts'
import { comparePackagesCommand, type CompareOptions } from './commands.ts'
import { listPackageRulesCommand, packageRuleCommand, type RuleOptions } from './rules.ts'

interface ApplyOptions extends TypedWay, Omit<SwitchOptions, 'way' | 'scope'> {
  readonly dryRun: boolean
}

export function addPackagesCommands(program: Commander, command: AddCommand, does: Does): void {
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
}
