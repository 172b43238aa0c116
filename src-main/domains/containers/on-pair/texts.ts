/** What is said of containers: the step, its questions, its proof, and the person's rules. */
import {
  shownContainerName,
  type ContainerKind,
  type ContainerRuleChange,
  type ContainerThing,
  type EngineId,
} from '../../../contract/container-rule.ts'
import type { ErrorText } from '../../../kernel/app-error.ts'
import { countOf, formatBytes } from '../../../kernel/units.ts'
import { engineCommands, engineNames } from '../messages.ts'
import type { CannotCarry, Contents } from '../verbs.ts'
import type { NotSame } from '../../../contract/proof/left-alone.ts'

interface Labels {
  readonly from: { readonly label: string }
  readonly to: { readonly label: string }
}

export const stepTitle = 'Containers'
/** By what is in them: groups of questions, blocks of the plan. */
export const groups: Readonly<Record<EngineId, Readonly<Record<ContainerKind, string>>>> = {
  podman: { image: 'Images', volume: 'Volumes' },
  docker: { image: 'Docker images', volume: 'Docker volumes' },
}
/** What one compose project made stands below its name. */
export const groupOf = ({
  engine,
  kind,
  project,
}: ContainerThing & { readonly project?: string | undefined }): string =>
  project === undefined ? groups[engine][kind] : `${groups[engine][kind]} of ${project}`

export const waitsFor = 'Starts after the snapshots'

export const copies = {
  title: 'Volumes and images of containers',
  text: 'Of your podman and of Docker: volumes of containers that are stopped, and images that were built or loaded here. Each is asked about once.',
} as const

type Counts = Readonly<Record<ContainerKind, number>>

/** "2 volumes, 1 image" */
function listCounts({ volume, image }: Counts): string {
  return [...(volume === 0 ? [] : [countOf(volume, 'volume')]), ...(image === 0 ? [] : [countOf(image, 'image')])].join(
    ', ',
  )
}

export function summary(rows: number, toCopy: Counts, bytes: number): string {
  if (rows === 0) return 'No volumes or images'
  const counts = listCounts(toCopy)
  return counts === '' ? 'All are the same, or stay as they are' : `Copies ${counts}, at most ${formatBytes(bytes)}`
}

export const blockSummary = (kind: ContainerKind, count: number): string => `${countOf(count, kind)} without a question`

/** What the step does now. */
export const packing = (label: string): string => `Packing on ${label}`
export const copying = (label: string): string => `Copying to ${label}; nothing there is replaced yet`
export const comparing = 'Unpacking and comparing what has arrived'

export const onlyOn = (label: string): string => `Only on ${label}`
export const changedOn = (label: string): string => `Changed on ${label}`
export const newerOn = (label: string): string => `Changed only on ${label}, so it stays`
export const ruled = {
  apart: 'Stays on one laptop alone, as you chose',
  never: 'Each laptop keeps its own, as you chose',
} as const
export const inUse = (container: string, label: string): string =>
  `In use by ${container} on ${label}. To copy it, stop the container and prepare the switch again`
const cannotWords: Readonly<Record<CannotCarry, string>> = {
  driver: 'another program provides it',
  place: 'it stands for another place',
  outside: 'it is stored where Undo could not bring it back',
  remapped: 'Docker gives its containers other owners here ("userns-remap")',
  unreadable: 'not all of it can be read',
}
export const canBePulled = 'Can be pulled again from its registry, so it is not copied'
export const cannotCopy = (why: CannotCarry): string => `Can't be copied: ${cannotWords[why]}`

/** `name`: the only one that is asked about. */
export const heading = (name: string | undefined, label: string) => ({
  title: name === undefined ? `What should containers on ${label} have?` : `Which ${name} should ${label} have?`,
  lead: 'Nothing is changed before copying starts.',
})

export const question = {
  reasonNew: (label: string): string => `Only ${label} has it`,
  reasonFirst: (kind: ContainerKind): string => `The two ${kind}s differ`,
  reasonBoth: 'Both laptops changed it since they were last the same',
  reasonDeleted: (label: string): string => `Deleted on ${label}`,
  bring: ({ to }: Labels) => ({
    label: 'Keep on both laptops',
    word: 'Both',
    effect: `Copied to ${to.label}, and to whichever laptop lacks it from now on`,
  }),
  apart: ({ from }: Labels): string => `Stays on ${from.label} alone. Not asked about again`,
  later: ({ to }: Labels) => ({
    label: 'Not this time',
    word: 'Later',
    effect: `Not copied to ${to.label}, and asked about again next time`,
  }),
  take: ({ engine, kind }: ContainerThing, { from, to }: Labels) => ({
    label: `Use ${from.label}'s`,
    effect:
      kind === 'volume'
        ? `${to.label}'s is kept in its snapshot`
        : `${to.label}'s stays in ${engineNames[engine]} without a name`,
  }),
  keep: ({ to }: Labels) => ({ label: `Keep ${to.label}'s`, effect: "Don't copy it this time" }),
  keepDeleted: ({ from, to }: Labels) => ({
    label: `Keep deleted on ${to.label}`,
    effect: `Stays deleted on ${to.label}, and stays on ${from.label}`,
  }),
  restore: ({ from }: Labels) => ({ label: `Restore from ${from.label}`, effect: `Copied from ${from.label} again` }),
  never: ({ from, to }: Labels): string =>
    `${to.label} and ${from.label} both keep what they have: it is no longer copied, and not asked about again`,
} as const

export const notThere = 'Not there'

interface AskedOn {
  readonly label: string
  /** Something of this engine could be copied. */
  readonly isNeeded: boolean
}

/** What an engine on a laptop could not say. Undefined where it answered. */
export function trouble(
  engine: EngineId,
  contents: Contents,
  { label, isNeeded }: AskedOn,
): { title: string; text: string } | undefined {
  const name = engineNames[engine]
  const stays = `What ${name === 'podman' ? 'containers' : "Docker's containers"} hold stays as it is on both laptops.`
  const lookThere = `${stays} Run "${engineCommands[engine]} volume ls" on ${label} to see why, then prepare the switch again.`
  switch (contents.kind) {
    case 'asked':
      return undefined
    case 'none':
      return isNeeded
        ? {
            title: `${name} is not installed on ${label}`,
            text: `${stays} To copy them, install ${name} on ${label} and prepare the switch again.`,
          }
        : undefined
    case 'no-session':
      return {
        title: `${name} can't be asked on ${label}`,
        text: `${stays} Log in to ${label}, then prepare the switch again.`,
      }
    case 'stopped':
      return isNeeded
        ? {
            title: `${name} is not running on ${label}`,
            text: `${stays} To copy them, run "sudo systemctl start ${engine}" on ${label} and prepare the switch again.`,
          }
        : undefined
    case 'silent':
      return { title: `${name} does not answer on ${label}`, text: lookThere }
    case 'broken':
      return { title: `${name} ends with an error on ${label}`, text: `${lookThere} It said: ${contents.said}` }
  }
}

export const anonymousStay = (engine: EngineId, count: number, label: string) => ({
  title: `${countOf(count, 'volume')} without a name ${count === 1 ? 'stays' : 'stay'} on ${label}`,
  text: `${engineNames[engine]} made them for one container each. Containers are not copied, and neither is what belongs to one of them alone.`,
})

/** "Needs 3 GB for containers" */
export const roomFor = 'containers'

export const nothingToCopy = 'Nothing to copy'
export function done(copied: Counts, sent: number, withoutRoom: readonly string[], label: string): string {
  const counts = listCounts(copied)
  const full = withoutRoom.length === 0 ? '' : `. Not enough room for ${withoutRoom.join(', ')}`
  return `${counts === '' ? 'Nothing was copied' : `${counts} copied to ${label}, ${formatBytes(sent)} sent`}${full}`
}

export const notArrived = (names: readonly string[], { from, to }: Labels): ErrorText => ({
  message: `${names.join(', ')} did not arrive on ${to.label} as ${names.length === 1 ? 'it was' : 'they were'} sent.`,
  hint: `${to.label} keeps what it has. Stop everything on ${from.label} that writes to ${names.length === 1 ? 'this volume' : 'these volumes'}, then resume. If it happens again, check the disks and memory of both laptops.`,
})

/** Why one stays as it is, though nobody was asked. */
export const left = {
  changed: ({ to }: Labels): string => `changed on ${to.label} only`,
  only: ({ to }: Labels): string => `only on ${to.label}`,
  inUse: (label: string): string => `in use on ${label}: stop the container and prepare a switch again`,
  cannot: 'not possible to copy',
  meanwhile: 'in use or changed during the switch, so left as it is',
  refused: {
    image: 'not possible to save or load, or without room; the log says why',
    volume: 'not possible to pack or unpack; the log says why',
  } satisfies Readonly<Record<ContainerKind, string>>,
  pulled: 'can be pulled again from its registry',
} as const

export const proofTitles: Readonly<Record<EngineId, Readonly<Record<ContainerKind, string>>>> = {
  podman: { image: 'Images of containers', volume: 'Volumes of containers' },
  docker: { image: 'Docker images', volume: 'Docker volumes' },
}

const sameIn: Readonly<Record<ContainerKind, string>> = {
  image: 'ID and layers',
  volume: 'files, owners and contents',
}

export function proofText(kind: ContainerKind, compared: number, { chosen, left: stay, different }: NotSame): string {
  const kept = chosen === 0 ? '' : `, ${countOf(chosen, kind)} kept as chosen`
  const stays = stay === 0 ? '' : `, ${countOf(stay, kind)} left as ${stay === 1 ? 'it is' : 'they are'}`
  const wrong = different === 0 ? '' : `, ${countOf(different, `${kind} differs`, `${kind}s differ`)}`
  return `${countOf(compared, `${kind} has`, `${kind}s have`)} the same ${sameIn[kind]} on both laptops${kept}${stays}${wrong}`
}

/** Notes of the proof. */
export const laterNote = (names: readonly string[], { from, to }: Labels): string =>
  `Changed on ${from.label} since ${names.length === 1 ? 'it was' : 'they were'} copied; ${to.label} has ${names.length === 1 ? 'it' : 'them'} as before: ${names.join(', ')}.`

export const troubleNote = (title: string): string => `${title}, so volumes and images were not compared.`
export const rowChanged = ({ engine, kind, name }: ContainerThing): string =>
  `The ${kind} ${shownContainerName({ engine, name })} has changed since the plan was made.`

export const rulesHeader = [
  '# What a switch does with what containers hold, a rule each line:',
  '# both volume shop_db        on both laptops: copied where one lacks it, without a question',
  '# both image app:1           the same, also for one that can be pulled again from a registry',
  '# apart volume scratch-*     a laptop that alone has it keeps it',
  '# never volume cache         left as it is on each laptop, also where both have it',
  '# never docker volume cache  the same for Docker alone; "podman" is for podman alone',
  '# A name counts before a pattern, and of two patterns the later line. * is any characters, ? is one.',
  '# What has no line is asked about: to decide later, write nothing.',
] as const

const nameForms: Readonly<Record<ContainerKind, string>> = {
  image: 'the name of an image, "app:1"',
  volume: 'the name of a volume, "shop_db"',
}
const orPattern = 'or a pattern with * and ?'
export const whyNoRule = `Write "apart", "both" or "never", then "podman" or "docker" if it is for one of them alone, then "volume" and ${nameForms.volume}, or "image" and ${nameForms.image}, ${orPattern}.`
export const refusedRule = ({ kind, name }: Pick<ContainerRuleChange, 'kind' | 'name'>): ErrorText => ({
  message: `A rule for ${name} is not possible.`,
  hint: `Write ${nameForms[kind]}, ${orPattern}.`,
})

const decisions: Readonly<Record<ContainerRuleChange['decision'], string>> = {
  apart: 'stays on one laptop',
  both: 'always on both',
  never: 'never by a switch',
  none: 'ask again',
}

/** Of the commit in ~/system-state. */
export const ruleCommit = ({ engine, kind, name, decision }: ContainerRuleChange): string =>
  `${engine === undefined ? '' : `${engine} `}${kind} ${name}: ${decisions[decision]}`
