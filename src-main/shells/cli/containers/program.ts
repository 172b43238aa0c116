/** `pc-switcher containers`: what the containers of both laptops hold, and what a switch does with it. */
import { Argument, Option } from 'commander'
import { calls } from '../../../contract/calls.ts'
import {
  containerDecisions,
  engineIds,
  type ContainerRuleChange,
  type EngineId,
} from '../../../contract/container-rule.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { fromApp, plain } from '../completion/values.ts'
import { exitCodes } from '../exit-codes.ts'
import type { CliCommand, CommandGroup } from '../program-parts.ts'
import { rulesElsewhere, storedElsewhere } from '../texts.ts'
import * as texts from './texts.ts'

interface RuleOptions {
  readonly volume?: boolean
  readonly engine?: EngineId
}

/** Those that either laptop has, and those that a rule names. */
const containerNames = fromApp(async (client) => {
  const [{ volumes, images }, { rules }] = await Promise.all([
    client.call(calls.containersList, {}),
    client.call(calls.containersRules, {}),
  ])
  return [...new Set([...images, ...volumes, ...rules].map(({ name }) => name))].map(plain)
})

export const containersCommands: CommandGroup = {
  room: 'travels',
  add(program, command, does) {
    const containers = program
      .command('containers')
      .description(
        'look at images and volumes of your containers on both laptops, and decide what a switch does with them',
      )
    command(containers, 'list', 'list the images and volumes of both laptops; changes nothing').action(
      does(listCommand),
    )
    command(containers, 'rule <name>', 'decide what every switch does with an image, or a volume')
      .addArgument(
        new Argument(
          '<decision>',
          'apart: a laptop that alone has it keeps it; both: always on both; never: left as it is on each; none: ask again',
        ).choices([...containerDecisions, 'none']),
      )
      .option('--volume', 'the name is that of a volume, not of an image')
      .addOption(
        new Option('--engine <engine>', 'for one engine alone, where both have one of this name').choices(engineIds),
      )
      .action((name: string, decision: ContainerRuleChange['decision'], { volume, engine }: RuleOptions) =>
        does(ruleCommand({ engine, kind: volume === true ? 'volume' : 'image', name, decision }))(),
      )
    command(containers, 'rules', 'list what you decided about images and volumes').action(does(listRulesCommand))
  },
  completes: {
    'containers rule name': containerNames,
  },
}

const listCommand: CliCommand = async ({ client }, output) => {
  const { here, there, volumes, images, troubles } = await client.call(calls.containersList, {})
  output.tell({ type: 'containers', here, there, volumes, images, troubles })
  if (volumes.length + images.length + troubles.length === 0) output.say(texts.nothing)
  texts.comparedLines({ images, volumes }, { here: here.label, there: there.label }).forEach(output.say)
  troubles.forEach((trouble) => output.say(`${trouble}.`))
  return exitCodes.done
}

const listRulesCommand: CliCommand = async ({ client }, output) => {
  const listed = await client.call(calls.containersRules, {})
  output.tell({ type: 'container-rules', ...listed })
  if (listed.rules.length === 0) output.say(texts.noRules)
  texts.ruleLines(listed.rules).forEach(output.say)
  rulesElsewhere(listed).forEach(output.say)
  return exitCodes.done
}

function ruleCommand(change: ContainerRuleChange): CliCommand {
  return async ({ client }, output) => {
    const { engine, kind, name } = change
    if (change.decision === 'none') {
      const { rules, elsewhere } = await client.call(calls.containersRules, {})
      // An older copy may lack it; where nothing can be stored, that is what is said.
      const isKnown =
        elsewhere?.isRead === false ||
        rules.some((rule) => rule.engine === engine && rule.kind === kind && rule.name === name)
      if (!isKnown) throw new AppError({ code: 'not-found', ...texts.noSuchRule(change) })
    }
    const decided = await client.call(calls.containersDecide, change)
    output.tell({ type: 'container-rules', ...decided })
    output.say(texts.decidedLine(change))
    storedElsewhere(decided).forEach(output.say)
    return exitCodes.done
  }
}
