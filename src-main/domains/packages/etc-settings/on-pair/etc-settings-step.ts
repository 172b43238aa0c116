/** Settings of apt and of services that differ: told beside what they are about. A part of the step of packages. */
import { z } from 'zod'
import type { Preview, PreviewBlock } from '../../../../contract/preview.ts'
import type { StepInfo } from '../../../../contract/switch-state.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import type { Pair, Step } from '../../../../switch/step.ts'
import type { PersonRules } from '../../on-pair/probe-packages.ts'
import { listEtcSettings, type SettingKind } from '../verbs.ts'
import { compareSettings, differingSettingSchema } from './compare-settings.ts'
import * as texts from './texts.ts'

const etcSettingsPlanSchema = z.object({
  /** `isRuled`: a rule for /etc has decided about it. */
  differing: z.array(differingSettingSchema.extend({ isRuled: z.boolean() })),
})
export type EtcSettingsPlan = z.infer<typeof etcSettingsPlanSchema>

export const emptyEtcSettingsPlan: EtcSettingsPlan = { differing: [] }

/** Changes and proves nothing: both is the business of the step of /etc, which asks about these files. */
export function createEtcSettingsStep(
  info: StepInfo,
  readRules: (pair: Pair) => Promise<Pick<PersonRules, 'hasAptRule'>>,
): Step<EtcSettingsPlan> {
  return {
    info,
    changesLaptop: false,
    planSchema: etcSettingsPlanSchema,
    probe: async (pair, { signal }) => {
      const [here, there, { hasAptRule }] = await Promise.all([
        pair.from.call(listEtcSettings, {}, { signal }),
        pair.to.call(listEtcSettings, {}, { signal }),
        readRules(pair),
      ])
      const isRuled = (path: string) => path.startsWith('apt/') && hasAptRule(path.slice('apt/'.length))
      const differing = compareSettings(here.files, there.files)
      return { differing: differing.map((one) => ({ ...one, isRuled: isRuled(one.path) })) }
    },
    preview,
    run: ({ to }) => Promise.resolve({ text: texts.nothingDone(to.label), bytes: 0, items: 0 }),
    verify: () => Promise.resolve({ items: [], notes: [] }),
    changes: () => [],
  }
}

/** apt picks other versions because of its own: a warning, until the person has decided. */
function preview({ differing }: EtcSettingsPlan, pair: Pair): Preview {
  const notices = (['apt', 'units'] as const).flatMap((kind) => noticesAbout(kind, differing, pair))
  return {
    summary: '',
    pages: [wizardPages.packages],
    blocks: notices,
    ...{ questions: [], blockers: [], estimate: { bytes: 0, items: 0, ms: 0 } },
  }
}

function noticesAbout(kind: SettingKind, all: EtcSettingsPlan['differing'], { from, to }: Pair): PreviewBlock[] {
  const differing = all.filter((one) => one.kind === kind)
  if (differing.length === 0) return []
  const pathsOn = (side: (typeof differing)[number]['on']) =>
    differing.filter(({ on }) => on === side).map(({ path }) => `/etc/${path}`)
  const sides = { from: pathsOn('from'), to: pathsOn('to'), both: pathsOn('both') }
  const tone = kind === 'apt' && differing.some(({ isRuled }) => !isRuled) ? 'warning' : 'info'
  const notice = texts.differing[kind](sides, { from: from.label, to: to.label })
  return [{ kind: 'notice', pageId: wizardPages.packages.id, tone, ...notice }]
}
