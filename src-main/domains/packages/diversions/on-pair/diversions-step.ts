/** Files of packages that somebody diverted: told, never carried. */
import type { FullCheck } from '../../../../commons/capability/app-capability.ts'
import { otherKeys } from '../../../../contract/packages-key.ts'
import type { ComparedOther } from '../../../../contract/packages-others.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair, Step, StepDeclaration } from '../../../../switch/step.ts'
import { byKey } from '../../on-pair/programs/listed-apps.ts'
import { settingsSideBySide } from '../../on-pair/programs/settings-side-by-side.ts'
import { checkTold, createToldStep, onlyOnOne, type Told, type ToldPlan } from '../../on-pair/told/told-step.ts'
import { diversionSchema, listDiversions, type Diversion } from '../verbs.ts'
import * as texts from './texts.ts'

export const emptyDiversionsPlan: ToldPlan<Diversion> = { onlyHere: [] }

const told: Told<Diversion> = {
  schema: diversionSchema,
  compare: async (pair, options) => onlyOnOne(...(await bothDiversions(pair, options)), shown),
  shown,
  changeOf: ({ path, to }) => ({
    ...{ name: path, kind: 'file', detail: texts.detail(to) },
    listedAs: otherKeys.setting('diversion', path),
  }),
  texts,
}

async function bothDiversions(
  { from, to }: Pick<Pair, 'from' | 'to'>,
  options: CallOptions,
): Promise<[here: readonly Diversion[], there: readonly Diversion[]]> {
  const all = await Promise.all([from.call(listDiversions, {}, options), to.call(listDiversions, {}, options)])
  return [all[0].diversions, all[1].diversions]
}

function shown({ path, to }: Diversion): string {
  return texts.shown(path, to)
}

export function createDiversionsStep(whole: StepDeclaration): Step<ToldPlan<Diversion>> {
  return createToldStep(whole, told)
}

export const checkAllDiversions: FullCheck = checkTold(told)

/** All of them side by side; dpkg-divert(1) diverts a file to one place. */
export async function compareDiversions(pair: Pair): Promise<ComparedOther[]> {
  const [here, there] = (await bothDiversions(pair, {})).map((all) => byKey(all.map(({ path, to }) => [path, to])))
  return settingsSideBySide('diversion', here ?? {}, there ?? {})
}
