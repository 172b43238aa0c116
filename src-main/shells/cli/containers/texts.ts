/** Volumes of containers and the person's rules for them, in lines of text. */
import type { ContainerRule, ContainerRuleChange } from '../../../contract/container-rule.ts'
import type { ComparedVolume } from '../../../contract/containers-calls.ts'
import type { ErrorText } from '../../../kernel/app-error.ts'
import { formatBytes } from '../../../kernel/units.ts'

interface Labels {
  readonly here: string
  readonly there: string
}

export const noVolumes = 'Neither laptop has a volume with a name.'

/** `widest`: letters of the longest name. */
export function volumeLine({ name, here, there, decision }: ComparedVolume, widest: number, labels: Labels): string {
  const sides = [sideText(here, labels.here), sideText(there, labels.there)].filter((one) => one !== undefined)
  const rule = decision === undefined ? '' : `  (rule: ${decision})`
  return `${name.padEnd(widest)}  ${sides.join('; ')}${rule}`
}

function sideText(side: ComparedVolume['here'], label: string): string | undefined {
  if (side === undefined) return undefined
  const users = side.usedBy.length === 0 ? '' : `, in use by ${side.usedBy.join(', ')}`
  return `${label}: ${formatBytes(side.bytes)}${users}`
}

export const noRules =
  'No rule yet. A switch asks about each volume that one laptop alone has. Or: pc-switcher containers rule NAME both'

export const ruleLine = ({ kind, name, decision }: ContainerRule): string =>
  `${decision.padEnd('apart'.length)}  ${kind}  ${name}`

const words: Readonly<Record<ContainerRuleChange['decision'], (name: string) => string>> = {
  apart: (name) => `A laptop that alone has ${name} keeps it. You are not asked about it.`,
  both: (name) => `${name} is copied to whichever laptop lacks it. You are not asked about it.`,
  never: (name) => `A switch never copies ${name}. Each laptop keeps its own. You are not asked about it.`,
  none: (name) => `The rule for ${name} was removed. You are asked again.`,
}
export const decidedLine = ({ name, decision }: ContainerRuleChange): string => words[decision](name)

export const noSuchRule = (wanted: string): ErrorText => ({
  message: `There is no rule for "${wanted}".`,
  hint: 'List the rules with: pc-switcher containers rules',
})
