/** Images and volumes of containers, and the person's rules for them, in lines of text. */
import type { ContainerKind, ContainerRule, ContainerRuleChange } from '../../../contract/container-rule.ts'
import type { ComparedImage, ComparedVolume } from '../../../contract/containers-calls.ts'
import type { ErrorText } from '../../../kernel/app-error.ts'
import { formatBytes } from '../../../kernel/units.ts'
import { tableLines } from '../fit-lines.ts'

interface Labels {
  readonly here: string
  readonly there: string
}

export const nothing = 'Neither laptop has an image or a volume with a name.'

interface Compared {
  readonly images: readonly ComparedImage[]
  readonly volumes: readonly ComparedVolume[]
}

export function comparedLines({ images, volumes }: Compared, labels: Labels): readonly string[] {
  return tableLines([
    ...images.map((image) => [image.engine, 'image', image.name, imageText(image, labels)]),
    ...volumes.map((volume) => [volume.engine, 'volume', volume.name, volumeText(volume, labels)]),
  ])
}

function volumeText({ here, there, decision }: ComparedVolume, labels: Labels): string {
  const sides = [sideText(here, labels.here), sideText(there, labels.there)].filter((one) => one !== undefined)
  return `${sides.join('; ')}${ruleText(decision)}`
}

function imageText({ here, there, decision }: ComparedImage, labels: Labels): string {
  const sideOf = (side: ComparedImage['here'], label: string): readonly string[] =>
    side === undefined ? [] : [`${label}: ${formatBytes(side.bytes)}`]
  const same =
    here?.id === there?.id ? ' (the same)' : here === undefined || there === undefined ? '' : ' (they differ)'
  const pulled = (here ?? there)?.isPulled === true ? ', can be pulled again' : ''
  const sides = [...sideOf(here, labels.here), ...sideOf(there, labels.there)].join('; ')
  return `${sides}${same}${pulled}${ruleText(decision)}`
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

export const ruleLines = (rules: readonly ContainerRule[]): readonly string[] =>
  tableLines(rules.map(({ engine, kind, name, decision }) => [decision, engine ?? '', kind, name]))

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
