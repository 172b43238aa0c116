import type { Stats } from 'node:fs'
import { realpath, lstat, readlink } from 'node:fs/promises'
import path from 'node:path'
import type { AppParts } from '../../../../commons/capability/app-capability.ts'
import { mayBeIncluded } from '../../../../commons/home-exclusions/exclusion.ts'
import { exclusionTitles } from '../../../../commons/home-exclusions/texts.ts'
import { pathProblem } from '../../../../commons/rule-lines/rule-line.ts'
import type { StateOnLaptop } from '../../../../commons/system-state/on-pair/work-state.ts'
import type { Output } from '../../../../contract/define.ts'
import type { Handlers } from '../../../../contract/handlers.ts'
import type { HomeExplanation, HomeReason } from '../../../../contract/home-calls.ts'
import { AppError } from '../../../../kernel/app-error.ts'
import { bytePathFromText, textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import type { Machine } from '../../../../machine/machine.ts'
import { listOtherHomes, measureRules, explainPath } from '../../rule-verbs.ts'
import { folderOfPerson } from '../plan/always-taken.ts'
import { shownPath } from '../plan/shown-path.ts'
import {
  decideAccount,
  decidePath,
  decideRule,
  listExclusions,
  explainOther,
  otherHomeAt,
  requireWhole,
  type ListedOtherHome,
} from './decide.ts'
import { readPersonRules, requireValid, lineOf, shownFile, type PersonLine } from './rules-file.ts'
import { notInHome, patternProblems, refusedRule } from './texts.ts'

type HomeCalls = Pick<Handlers, 'homeExclusions' | 'homeMeasure' | 'homeExplain' | 'homeDecidePath' | 'homeDecideRule'>

export function createExclusionHandlers({ workState, systemStateFolder, here }: AppParts): HomeCalls {
  const home = path.dirname(systemStateFolder)
  const readRules = async ({ state }: Pick<StateOnLaptop, 'state'>) => {
    const { rules, invalid } = await readPersonRules(state)
    requireValid({ rules, invalid })
    return { rules }
  }
  const explained = async ({ rules }: { readonly rules: ExplainParts['rules'] }, below: string) =>
    explain({ here: await here(), home, rules }, below)
  const list = async ({ state, laptop }: StateOnLaptop) => listExclusions(state, await othersOn(laptop))
  const ofOther = async (asked: string) => otherHomeAt(await othersOn(await here()), asked)
  return {
    homeExclusions: () => workState.read(list),
    homeMeasure: async () => {
      const { rules } = await workState.read(readRules)
      return (await here()).call(measureRules, {
        rules: rules.map(({ pattern, decision }) => ({ pattern, decision })),
      })
    },
    homeExplain: async ({ path: asked }) => {
      const other = await ofOther(asked)
      if (other !== undefined) return explainOther(other, asked, (await workState.read(readRules)).rules)
      const below = await locateInHome(home, asked)
      return explained(await workState.read(readRules), below)
    },
    homeDecidePath: async ({ path: asked, decision }) => {
      const other = await ofOther(asked)
      if (other !== undefined) {
        requireWhole(other, asked)
        return workState.change(async ({ state }) => {
          const changed = await decideAccount(state, other.account, decision)
          return { changed, explanation: explainOther(other, asked, (await readRules({ state })).rules) }
        })
      }
      const below = await locateInHome(home, asked)
      return workState.change(async ({ state }) => {
        const changed = await decidePath(state, below, decision)
        return { changed, explanation: await explained(await readRules({ state }), below) }
      })
    },
    homeDecideRule: async ({ pattern, decision }) => {
      const { changed, ...exclusions } = await workState.change(async (at) => {
        const isChanged = await decideRule({ state: at.state, home }, pattern, decision)
        return { ...(await list(at)), changed: isChanged }
      })
      return { changed, exclusions }
    },
  }
}

async function othersOn(laptop: Machine): Promise<readonly ListedOtherHome[]> {
  return (await laptop.call(listOtherHomes, {})).homes
}

/**
 * Where in the home a path of the person's leads. Asked as the person, in the app. "/Downloads/iso" of
 * "/home/alice/Downloads/iso": links on the way are followed, as nothing is copied through them; what the last name
 * is stays as it is. AppError "invalid-input" when it is not in the home, or no rule can name it.
 */
export async function locateInHome(home: string, given: string): Promise<string> {
  const wanted = path.resolve(given)
  const [top, around] = await Promise.all([realPlace(home), realPlace(path.dirname(wanted))])
  const place = wanted === path.resolve(home) ? top : path.join(around, path.basename(wanted))
  if (place !== top && !place.startsWith(`${top}/`)) {
    throw new AppError({ code: 'invalid-input', ...notInHome(given, home) })
  }
  const below = place === top ? '/' : place.slice(top.length)
  const problem = pathProblem(below)
  if (problem === undefined) return below
  throw new AppError({ code: 'invalid-input', ...refusedRule(given, patternProblems[problem]) })
}

/** What is not there, or not to be looked into, is taken as it is written. */
async function realPlace(place: string): Promise<string> {
  try {
    return await realpath(place)
  } catch {
    const around = path.dirname(place)
    return around === place ? place : path.join(await realPlace(around), path.basename(place))
  }
}

interface ExplainParts {
  readonly here: Machine
  /** Absolute, as the person knows it. */
  readonly home: string
  readonly rules: readonly PersonLine[]
}

type Place = NonNullable<NonNullable<HomeExplanation['link']>['leads']>

/**
 * Tells of a path in the home whether it is copied, by which rule, and where it leads if it is a link. `below`:
 * "/Downloads/iso".
 */
async function explain(parts: ExplainParts, below: string): Promise<HomeExplanation> {
  const place = await placeOf(parts, below)
  const file = `${parts.home}${below}`
  if ((await statOf(file))?.isSymbolicLink() !== true) return place
  const target = await readlink(file)
  const leads = await whereItLeads(parts, file)
  return { ...place, link: { target, ...(leads === undefined ? {} : { leads }) } }
}

async function whereItLeads(parts: ExplainParts, link: string): Promise<Place | undefined> {
  try {
    const [real, top] = await Promise.all([realpath(link), realpath(parts.home)])
    return real.startsWith(`${top}/`) ? await placeOf(parts, real.slice(top.length)) : undefined
  } catch {
    return undefined
  }
}

async function placeOf({ here, home, rules }: ExplainParts, below: string): Promise<Place> {
  const stat = await statOf(`${home}${below}`)
  const path = `~${below}`
  const exists = stat !== undefined
  if (stat?.isSocket() === true || stat?.isBlockDevice() === true || stat?.isCharacterDevice() === true) {
    return { path, exists, verdict: 'left-out', reason: { source: 'device' } }
  }
  const told = await here.call(explainPath, {
    path: bytePathFromText(`${folderOfPerson({ home })}${below}`),
    rules: rules.map(({ pattern, decision }) => ({ pattern, decision })),
  })
  const verdict = told.isOnTheWay ? 'way' : told.isLeftOut ? 'left-out' : 'copied'
  const readOnly = told.readOnly === undefined ? {} : { readOnly: withTilde(told.readOnly, folderOfPerson({ home })) }
  return { path, exists, verdict, reason: reasonOf(told, rules), ...readOnly }
}

function withTilde(place: BytePath, personFolder: BytePath): string {
  const shown = textFromBytePath(shownPath(place, personFolder))
  return shown.startsWith('/') ? shown : `~/${shown}`
}

function reasonOf({ rule, isLeftOut }: Output<typeof explainPath>, rules: readonly PersonLine[]): HomeReason {
  switch (rule?.source) {
    case undefined:
      return { source: 'none' }
    case 'person': {
      const line = rules.find(({ pattern }) => pattern === rule.pattern)?.line ?? 0
      return { source: 'person', line, text: lineOf(rule), file: shownFile }
    }
    case 'built-in': {
      const { kind, pattern } = rule
      const title = exclusionTitles[kind]
      const canBeIncluded = isLeftOut && mayBeIncluded(kind)
      return { source: 'built-in', kind, title, pattern: inHome(pattern), canBeIncluded }
    }
    case 'found':
      return { source: 'found', kind: rule.kind, title: exclusionTitles[rule.kind] }
  }
}

/** What stands for every home, or for wherever it is, is left away: ".ssh/id_*". */
function inHome(pattern: string): string {
  return pattern.replace(/^\/(\*\/|(?=\*\*))/, '')
}

async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path)
  } catch {
    return undefined
  }
}
