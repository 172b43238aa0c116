/** Places of what the window knows: pages, settings, and what its lists hold. Pure. */
import type { ActivityEntry } from '../../../src-main/contract/activity-calls.ts'
import { helpTopics } from '../../../src-main/contract/help-words.ts'
import type { PageEntry } from '../../../src-main/contract/page-calls.ts'
import type { SwitchState } from '../../../src-main/contract/switch-state.ts'
import { formatPoint } from '../../format/time.ts'
import { keyOf, titleOf } from '../../pages/activity/entry-words.ts'
import { isBuiltIn, nameOfRule, reasonOfRule, ruleHash, type AnyRule } from '../../pages/rules/rule-words.ts'
import type { PageDeclaration } from '../../pages/page.ts'
import { settingsHash, settingsSections } from '../../pages/settings/sections.ts'
import { texts as settingsTexts } from '../../pages/settings/texts.ts'
import type { RestorePoint } from '../../pages/snapshots/list/restore-points.ts'
import type { LaptopNames } from '../../components/laptop-names.ts'
import { reasonLine, wayOf, whoHas } from '../../pages/snapshots/list/snapshot-where.tsx'
import { restorePointHash } from '../../pages/snapshots/snapshots-routes.ts'
import { decidePages, pageTitle } from '../../pages/wizard/wizard-pages.ts'
import { pageHash, proofPage, routeHash, wizardHash } from '../../router/route.ts'
import { footOf, roomsOf, underOf, type Entry } from '../rooms.ts'
import type { PalettePlace } from './places.ts'
import { texts } from './texts.ts'

/** `peer`: what the other laptop is called, where there is one. `declared`: of capabilities that leave the drawing to us. */
export function pagePlaces(
  pages: readonly PageDeclaration[],
  state: SwitchState | undefined,
  peer: string | undefined,
  declared: readonly PageEntry[],
): readonly PalettePlace[] {
  const placeOf = ({ hash, title, detail = '' }: Entry) => ({ hash, title, detail })
  const tabs = roomsOf(pages, declared).flatMap((room) =>
    room.tabs.map((tab) => ({ ...placeOf(tab), detail: room.tabs.length > 1 ? room.title : '' })),
  )
  const planned = state?.kind === 'planned' ? state.plan : undefined
  const taken = takenBy(state)
  // Without a laptop in its address the page goes from where the latest work is.
  const title = taken === undefined ? texts.prepare : texts.switchPage(taken)
  const wizard =
    peer === undefined
      ? []
      : [{ hash: wizardHash(), title, detail: taken === undefined ? peer : '', also: texts.planWords }]
  const proof =
    state?.kind === 'done'
      ? [{ hash: wizardHash(proofPage), title: texts.proof, detail: texts.switchPage(state.plan.to.label) }]
      : []
  const asking = planned === undefined ? [] : decidePages(planned)
  const deciding = asking.map((page) => ({
    hash: wizardHash(page),
    title: planned === undefined ? page : pageTitle(planned, page),
    detail: texts.switchPage(planned?.to.label ?? ''),
  }))
  const parts = pages.flatMap(({ title: of = '', parts: mine = [] }) => mine.map((part) => ({ ...part, detail: of })))
  const after = [...underOf(pages), ...footOf(pages)].map(placeOf)
  return [...tabs, ...wizard, ...proof, ...deciding, ...parts, ...after].map((place) => ({ group: 'pages', ...place }))
}

/** What the laptop is called that is taken by the switch that there is, whichever of the two that is. */
function takenBy(state: SwitchState | undefined): string | undefined {
  switch (state?.kind) {
    case 'planning':
      return state.to.label
    case 'planned':
    case 'running':
    case 'interrupted':
      return state.plan.to.label
    case 'idle':
    case 'plan-failed':
    case 'done':
    case undefined:
      return undefined
  }
}

/** What can be done, where it is done. `hasPeer`: most needs both laptops. */
export function actionPlaces(hasPeer: boolean): readonly PalettePlace[] {
  const { undo, restore, copy, suspend, verify, pair } = texts.actions
  const overview = pageHash('overview')
  const both = [undo, suspend, verify].map((action) => ({ ...action, hash: overview }))
  const places = [
    ...(hasPeer ? both : []),
    { ...restore, hash: pageHash('snapshots') },
    { ...copy, hash: pageHash('copies') },
    { ...pair, hash: settingsHash('laptops') },
  ]
  return places.map((place) => ({ group: 'actions', detail: '', ...place }))
}

export const helpPlaces: readonly PalettePlace[] = helpTopics.map(({ question, alsoAsked }) => ({
  group: 'help',
  hash: pageHash('help'),
  title: question,
  detail: '',
  also: alsoAsked,
}))

export const settingsPlaces: readonly PalettePlace[] = settingsSections.map(({ id, title }) => ({
  group: 'settings',
  hash: settingsHash(id),
  title,
  detail: settingsTexts.title,
}))

export function activityPlaces(entries: readonly ActivityEntry[], nowMs: number): readonly PalettePlace[] {
  return entries.map((entry) => ({
    group: 'switches',
    hash: routeHash({ kind: 'shell', page: 'activity', item: keyOf(entry) }),
    title: `${titleOf(entry)}, ${formatPoint(entry.startedAt, nowMs)}`,
    detail: entry.summary,
  }))
}

export function snapshotPlaces(
  points: readonly RestorePoint[],
  laptops: LaptopNames,
  nowMs: number,
): readonly PalettePlace[] {
  return points.map((point) => ({
    group: 'snapshots',
    hash: restorePointHash(point.key),
    title: `${wayOf(point, laptops)}, ${formatPoint(point.at, nowMs)}`,
    detail: [reasonLine(point), whoHas(point, laptops)].filter((part) => part !== '').join(', '),
  }))
}

/** The person's own first. */
export function rulePlaces(rules: readonly AnyRule[], declared: readonly PageEntry[]): readonly PalettePlace[] {
  const inOrder = rules.toSorted((one, other) => Number(isBuiltIn(one)) - Number(isBuiltIn(other)))
  return inOrder.map((rule) => ({
    group: 'rules',
    hash: ruleHash(rule, declared),
    title: nameOfRule(rule),
    detail: reasonOfRule(rule),
  }))
}
