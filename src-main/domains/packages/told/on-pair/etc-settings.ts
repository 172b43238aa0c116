/** Settings of apt and of services that differ: told beside what they are about. A part of the step of packages. */
import { z } from 'zod'
import { otherKeys } from '../../../../contract/packages-key.ts'
import type { Preview, PreviewBlock } from '../../../../contract/preview.ts'
import type { VerificationItem } from '../../../../contract/switch-state.ts'
import type { ComparedOther, SettingTopic, SettingValue } from '../../../../contract/packages-others.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import { anyStep } from '../../../../switch/any-step.ts'
import type { Pair, Step, StepDeclaration } from '../../../../switch/step.ts'
import type { EtcDecisions, ProgramSource } from '../../on-pair/programs/program-source.ts'
import { comparedSetting } from '../../on-pair/programs/settings-side-by-side.ts'
import { itemsNotCompared } from '../../on-pair/proof/proof-item.ts'
import {
  listEtcSettings,
  settingKinds,
  settingKindSchema,
  settingPathSchema,
  type SettingKind,
  type SettingsFile,
} from '../verbs.ts'
import * as texts from './etc-settings-texts.ts'

/** Names alone: a proxy's address may hold a password. */
const differingSettingSchema = z.object({
  kind: settingKindSchema,
  path: settingPathSchema,
  /** Which laptop has it; both have one that is different. */
  on: z.enum(['from', 'to', 'both']),
})
type DifferingSetting = z.infer<typeof differingSettingSchema>

const etcSettingsPlanSchema = z.object({
  /** `isRuled`: a rule for /etc has decided about it. */
  differing: z.array(differingSettingSchema.extend({ isRuled: z.boolean() })),
  /** Whether the step of /etc is part of the switch, which then asks about these files and proves them. */
  carriesEtc: z.boolean(),
})
type EtcSettingsPlan = z.infer<typeof etcSettingsPlanSchema>

/** Changes nothing, and proves nothing where the step of /etc does. */
export function createEtcSettingsStep(
  whole: StepDeclaration,
  readDecisions: (pair: Pair) => Promise<EtcDecisions>,
): Step<EtcSettingsPlan> {
  return {
    ...whole,
    planSchema: etcSettingsPlanSchema,
    probe: async (pair, { signal, scope }) => {
      const [differing, { hasAptRule, carriesEtc }] = await Promise.all([
        readDiffering(pair, { signal }),
        readDecisions(pair),
      ])
      const isRuled = (path: string) => path.startsWith('apt/') && hasAptRule(path.slice('apt/'.length))
      return {
        differing: differing.map((one) => ({ ...one, isRuled: isRuled(one.path) })),
        carriesEtc: carriesEtc && scope === undefined,
      }
    },
    preview,
    run: ({ to }) => Promise.resolve({ text: texts.nothingDone(to.label), bytes: 0, items: 0 }),
    verify: async (pair, { carriesEtc }, _answers, { signal }) => ({
      items: carriesEtc ? [] : notComparedItems(await readDiffering(pair, { signal })),
      notes: [],
    }),
    changes: () => [],
  }
}

async function readDiffering({ from, to }: Pair, options: CallOptions): Promise<DifferingSetting[]> {
  const [here, there] = await Promise.all([
    from.call(listEtcSettings, {}, options),
    to.call(listEtcSettings, {}, options),
  ])
  return compareSettings(here.files, there.files)
}

function notComparedItems(all: readonly DifferingSetting[]): VerificationItem[] {
  return settingKinds.flatMap((kind) => {
    const names = all.filter((one) => one.kind === kind).map(shown)
    const what = texts.what[kind](names.length)
    return itemsNotCompared([texts.titles[kind], texts.notCopied(names.length)], { why: 'left-out', what, names })
  })
}

function shown({ path }: DifferingSetting): string {
  return `/etc/${path}`
}

/** apt picks other versions because of its own: a warning, until the person has decided. */
function preview(plan: EtcSettingsPlan, pair: Pair): Preview {
  const notices = settingKinds.flatMap((kind) => noticesAbout(kind, plan, pair))
  return {
    summary: '',
    pages: [wizardPages.packages],
    blocks: notices,
    ...{ questions: [], blockers: [], estimate: { bytes: 0, items: 0, ms: 0 } },
  }
}

function noticesAbout(kind: SettingKind, plan: EtcSettingsPlan, { from, to }: Pair): PreviewBlock[] {
  const differing = plan.differing.filter((one) => one.kind === kind)
  if (differing.length === 0) return []
  const pathsOn = (side: (typeof differing)[number]['on']) => differing.filter(({ on }) => on === side).map(shown)
  const sides = { from: pathsOn('from'), to: pathsOn('to'), both: pathsOn('both') }
  const tone = kind === 'apt' && differing.some(({ isRuled }) => !isRuled) ? 'warning' : 'info'
  const text = texts.differing[kind](sides, { from: from.label, to: to.label })
  const aboutEtc = texts.aboutEtc(plan.carriesEtc)
  const listedAs = differing.map((one) => otherKeys.setting(topicOf(one), shown(one)))
  const ofEach = { listedAs, text: texts.aboutOne(plan.carriesEtc) }
  const notice = { title: texts.titles[kind], text: `${text} ${aboutEtc}`, ofEach }
  return [{ kind: 'notice', pageId: wizardPages.packages.id, tone, ...notice }]
}

/** What is as a package put it on each laptop that has it comes and goes with that package. */
export function compareSettings(from: readonly SettingsFile[], to: readonly SettingsFile[]): DifferingSetting[] {
  const [here, there] = [byPath(from), byPath(to)]
  return [...new Set([...here.keys(), ...there.keys()])].sort().flatMap((path) => {
    const [one, other] = [here.get(path), there.get(path)]
    const known = one ?? other
    if (known === undefined || one?.sha256 === other?.sha256) return []
    if ([one, other].every((side) => side === undefined || side.isShipped)) return []
    return [{ kind: known.kind, path, on: other === undefined ? 'from' : one === undefined ? 'to' : 'both' }]
  })
}

function topicOf({ kind }: Pick<DifferingSetting, 'kind'>): SettingTopic {
  return kind === 'units' ? 'unit-file' : 'apt-file'
}

function byPath(files: readonly SettingsFile[]): ReadonlyMap<string, SettingsFile> {
  return new Map(files.map((one) => [one.path, one]))
}

async function compareEtcSettings({ from, to }: Pair): Promise<ComparedOther[]> {
  const asked = { withText: true }
  const [here, there] = await Promise.all([from.call(listEtcSettings, asked), to.call(listEtcSettings, asked)])
  return settingsOf(here.files, there.files)
}

function settingsOf(from: readonly SettingsFile[], to: readonly SettingsFile[]): ComparedOther[] {
  const [here, there] = [byPath(from), byPath(to)]
  const differing = new Set(compareSettings(from, to).map(({ path }) => path))
  const own = from.filter(({ path, isShipped }) => !isShipped && there.has(path)).map(({ path }) => path)
  return [...new Set([...differing, ...own])].flatMap((path) => {
    const [one, other] = [here.get(path), there.get(path)]
    const known = one ?? other
    if (known === undefined) return []
    return comparedSetting(
      { topic: topicOf(known), name: `/etc/${path}`, isSame: !differing.has(path) },
      { here: one && valueOf(one), there: other && valueOf(other) },
    )
  })
}

function valueOf({ text }: SettingsFile): SettingValue {
  return text === undefined ? { kind: 'hidden' } : { kind: 'lines', ...text }
}

/** The check of /etc compares the files that they are. */
export const etcSettingsSource: ProgramSource = {
  key: 'settings',
  createStep: (info, { readAll }) => anyStep(createEtcSettingsStep(info, readAll)),
  compare: async (pair) => ({ packages: [], others: await compareEtcSettings(pair) }),
}
