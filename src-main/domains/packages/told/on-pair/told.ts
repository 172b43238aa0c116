/** The table of what is told by name and never carried: each row says what it is, how it is called and what to do by hand. */
import { z } from 'zod'
import { otherKeys } from '../../../../contract/packages-key.ts'
import type { ComparedOther, OtherDifference } from '../../../../contract/packages-others.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import { unitByHandSchema } from '../../model.ts'
import { type ProgramSource, byKey } from '../../on-pair/programs/program-source.ts'
import { settingsSideBySide } from '../../on-pair/programs/settings-side-by-side.ts'
import { askTogether } from '../../on-pair/ask-together.ts'
import { readCapture } from '../../on-pair/read-capture.ts'
import {
  diversionSchema,
  listDiversions,
  listUnmanaged,
  programSchema,
  type Diversion,
  type Program,
} from '../verbs.ts'
import { snapSettingsTold } from '../../snap/on-pair/snap-settings.ts'
import { compareSystemData, toldDataSchema, type ToldData } from './compare-system-data.ts'
import { compareByHand, shownByHand, shownEntry, type ScopedByHand } from './compare-by-hand.ts'
import { etcSettingsSource } from './etc-settings.ts'
import { systemData } from './system-data-texts.ts'
import * as texts from './texts.ts'
import { onlyOnOne } from './only-on-one.ts'
import { toldSource, type Told } from './told-step.ts'

type Laptops = Pick<Pair, 'from' | 'to'>
type Both<T> = readonly [here: readonly T[], there: readonly T[]]

/** Below /opt and /usr/local, and what npm, pip or pipx brought as root. What is in a home folder comes with it, and is compared there. */
export const programsTold: Told<Program> = {
  key: 'unmanaged',
  schema: programSchema,
  compare: async (pair, options) => {
    const [here, there] = await bothPrograms(pair, options)
    const outside = (all: readonly Program[]) => all.filter(({ inHome }) => !inHome)
    return onlyOnOne(outside(here), outside(there), ({ place }) => place)
  },
  shown: ({ place }) => place,
  changeOf: ({ place, by }) => ({
    ...{ name: place, kind: texts.programs.kinds[by], detail: texts.programs.details[by] },
    listedAs: otherKeys.program(place),
  }),
  texts: texts.programs,
  sideBySide: async (pair) => {
    const [here, there] = await bothPrograms(pair, {})
    const [these, those] = [here, there].map((all) => new Set(all.map(({ place }) => place)))
    const listed = (one: Program, difference: OtherDifference): ComparedOther => ({
      ...{ kind: 'program', name: one.place, by: one.by, inHome: one.inHome, difference },
    })
    return [
      ...here.map((one) => listed(one, those?.has(one.place) === true ? 'not-compared' : 'only-here')),
      ...there.filter(({ place }) => these?.has(place) !== true).map((one) => listed(one, 'only-there')),
    ]
  },
}

async function bothPrograms({ from, to }: Laptops, options: CallOptions): Promise<Both<Program>> {
  const all = await Promise.all([readUnmanaged(from, options), readUnmanaged(to, options)])
  return [all[0].programs, all[1].programs]
}

/** Asked by two of the table. */
const readUnmanaged = askTogether((machine, options) => machine.call(listUnmanaged, {}, options))

/** Of services and of the system: what nobody compares is told wherever it is, all else where the other laptop lacks it. */
export const systemDataTold: Told<ToldData> = {
  key: 'systemData',
  schema: toldDataSchema,
  compare: async ({ from, to }, options) => {
    const [here, there] = await Promise.all([readUnmanaged(from, options), readUnmanaged(to, options)])
    return compareSystemData(here.data, there.data)
  },
  shown: systemData.shown,
  changeOf: (one) => ({
    ...{ name: one.place, kind: systemData.kinds[one.of], detail: systemData.detail(one) },
    ...(one.bytes === undefined ? {} : { bytes: one.bytes }),
  }),
  texts: systemData,
  isOfLaptop: ({ parts }) => parts !== undefined,
  isOnBoth: ({ isOnBoth }) => isOnBoth === true,
}

/** Without the reason for it, a diversion is not safe to carry. */
export const diversionsTold: Told<Diversion> = {
  key: 'diversions',
  schema: diversionSchema,
  compare: async (pair, options) => onlyOnOne(...(await bothDiversions(pair, options)), shownDiversion),
  shown: shownDiversion,
  changeOf: ({ path, to }) => ({
    ...{ name: path, kind: 'file', detail: texts.diversions.detail(to) },
    listedAs: otherKeys.setting('diversion', path),
  }),
  texts: texts.diversions,
  /** dpkg-divert(1) diverts a file to one place. */
  sideBySide: async (pair) => {
    const [here, there] = (await bothDiversions(pair, {})).map((all) => byKey(all.map(({ path, to }) => [path, to])))
    return settingsSideBySide('diversion', here ?? {}, there ?? {})
  },
}

async function bothDiversions({ from, to }: Laptops, options: CallOptions): Promise<Both<Diversion>> {
  const all = await Promise.all([from.call(listDiversions, {}, options), to.call(listDiversions, {}, options)])
  return [all[0].diversions, all[1].diversions]
}

function shownDiversion({ path, to }: Diversion): string {
  return `${path} → ${to}`
}

/**
 * Services that only links start which systemctl does not make (the target that a laptop starts into, its display manager, what has no
 * section [Install], units that lie elsewhere), and units in /usr/local.
 */
export const unitsTold: Told<ScopedByHand> = {
  key: 'unitsByHand',
  schema: z.object({ entry: unitByHandSchema, scope: z.literal('users').optional() }),
  compare: async ({ from, to }, options) => {
    const [here, there] = await Promise.all([readCapture(from, options), readCapture(to, options)])
    return compareByHand(here.units, there.units)
  },
  shown: shownByHand,
  changeOf: (one) => ({
    ...{ name: shownByHand(one), kind: 'unit', detail: detailOf(one) },
    listedAs: otherKeys.unit({ name: shownEntry(one.entry), scope: one.scope }),
  }),
  texts: texts.units,
}

function detailOf({ entry }: ScopedByHand): string {
  return texts.units.details[entry.kind === 'link' && entry.isLost ? 'lost' : entry.kind]
}

export const toldSources: readonly ProgramSource[] = [
  toldSource(programsTold),
  toldSource(systemDataTold),
  etcSettingsSource,
  toldSource(diversionsTold),
  toldSource(unitsTold),
  toldSource(snapSettingsTold),
]
