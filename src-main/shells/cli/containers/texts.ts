/** Images and volumes of containers, and the person's rules for them, in lines of text. */
import type { ContainerKind, ContainerRule, ContainerRuleChange, EngineId } from '../../../contract/container-rule.ts'
import type { ComparedImage, ComparedVolume } from '../../../contract/containers-calls.ts'
import type { ErrorText } from '../../../kernel/app-error.ts'
import { formatBytes } from '../../../kernel/units.ts'

interface Labels {
  readonly here: string
  readonly there: string
}

export const nothing = 'Neither laptop has an image or a volume with a name.'

/** `widest`: letters of the longest name. */
export function volumeLine(
  { engine, name, here, there, decision }: ComparedVolume,
  widest: number,
  labels: Labels,
): string {
  const sides = [sideText(here, labels.here), sideText(there, labels.there)].filter((one) => one !== undefined)
  return `${engineColumn(engine)}  volume  ${name.padEnd(widest)}  ${sides.join('; ')}${ruleText(decision)}`
}

export function imageLine(
  { engine, name, here, there, decision }: ComparedImage,
  widest: number,
  labels: Labels,
): string {
  const sideOf = (side: ComparedImage['here'], label: string): readonly string[] =>
    side === undefined ? [] : [`${label}: ${formatBytes(side.bytes)}`]
  const same =
    here?.id === there?.id ? ' (the same)' : here === undefined || there === undefined ? '' : ' (they differ)'
  const pulled = (here ?? there)?.isPulled === true ? ', can be pulled again' : ''
  const sides = [...sideOf(here, labels.here), ...sideOf(there, labels.there)].join('; ')
  return `${engineColumn(engine)}  image   ${name.padEnd(widest)}  ${sides}${same}${pulled}${ruleText(decision)}`
}

function engineColumn(engine: EngineId | ''): string {
  return engine.padEnd('podman'.length)
}

function ruleText(decision: ComparedVolume['decision']): string {
  return decision === undefined ? '' : `  (rule: ${decision})`
}

function sideText(side: ComparedVolume['here'], label: string): string | undefined {
  if (side === undefined) return undefined
  const users = side.usedBy.length === 0 ? '' : `, in use by ${side.usedBy.join(', ')}`
  return `${label}: ${formatBytes(side.bytes)}${users}`
}

export const noRules =
  'No rule yet. A switch asks about each volume or built image that one laptop alone has. Or: pc-switcher containers rule NAME both'

export const ruleLine = ({ engine, kind, name, decision }: ContainerRule): string =>
  `${decision.padEnd('apart'.length)}  ${engineColumn(engine ?? '')}  ${kind.padEnd('volume'.length)}  ${name}`

const words: Readonly<Record<ContainerRuleChange['decision'], (name: string) => string>> = {
  apart: (name) => `A laptop that alone has ${name} keeps it. You are not asked about it.`,
  both: (name) => `A switch copies ${name} to whichever laptop lacks it. You are not asked about it.`,
  never: (name) => `A switch never copies ${name}. Each laptop keeps its own. You are not asked about it.`,
  none: (name) => `The rule for ${name} was removed. You are asked again.`,
}
export const decidedLine = ({ engine, kind, name, decision }: ContainerRuleChange): string =>
  words[decision](`the ${kind} ${name}${engine === undefined ? '' : ` of ${engine}`}`)

const others: Readonly<Record<ContainerKind, string>> = {
  image: ' For one of a volume, add --volume.',
  volume: '',
}
export const noSuchRule = ({ kind, name }: Pick<ContainerRule, 'kind' | 'name'>): ErrorText => ({
  message: `There is no rule for the ${kind} "${name}".`,
  hint: `List the rules with: pc-switcher containers rules.${others[kind]}`,
})
