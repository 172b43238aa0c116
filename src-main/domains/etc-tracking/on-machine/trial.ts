/**
 * What was placed in /etc is on trial until somebody was let in anew, as one does with a firewall at a distance: else a timer of
 * systemd takes it back, which needs neither the connection nor the agent. After a power cut the next start takes it back.
 */
import { isThere } from '../../../tools/files/own-file.ts'
import { renameSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { switchIdSchema } from '../../../commons/ledger/verbs.ts'
import { placeWhole } from '../../../commons/placing/on-machine/place-whole.ts'
import { newPlacingId, placeLineSchema, placingIdSchema } from '../../../commons/placing/on-machine/placing-file.ts'
import type { StateText } from '../../../kernel/state-text.ts'
import type { HostContext } from '../../../machine/machine.ts'
import { clearLeftovers, type PlaceLine } from '../../../tools/files/place-lines.ts'
import { statInside } from '../../../tools/files/safe-path.ts'
import { readState, removeState, writeState } from '../../../tools/files/state-file.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { armUnit, disarmUnit } from '../../../tools/systemd/armed-unit.ts'
import { readActiveStates, refreshRunning, restartListening } from '../../../tools/systemd/systemctl-units.ts'
import { isDoorLike } from '../door-files.ts'
import { etcMessages } from '../messages.ts'
import { firewallsReading, isAnyOf } from './firewalls.ts'
import { findFrozenEtc, freezeBeside, frozenEtc } from './freeze-etc.ts'
import { readLaptopNames, type Named } from './laptop-names.ts'
import { liveEtc, stagedTree } from './places.ts'
import { rememberRefused, sumOf } from './refused.ts'

const timer = 'pc-switcher-etc-take-back'
const work = 'pc-switcher-scheduled@etc-take-back.service'
/** While it is placed, and from then on. */
const seconds = { placing: 600, trying: 40 } as const

const trialSchema = z.object({
  version: z.literal(1),
  switchId: switchIdSchema,
  /** A start of the laptop later nothing is known of who came in. */
  bootId: z.string(),
  /** Of the placer, when it takes back. */
  id: placingIdSchema,
  /** /etc as it was before, and as it was made; the latter once all is placed. */
  before: z.uuid(),
  after: z.uuid().optional(),
  lines: z.array(placeLineSchema),
  /** By which of its units sshd listened before. */
  listening: z.array(z.string()),
})
type Trial = z.infer<typeof trialSchema>

const stateOf = (stateFolder: string, name = 'untried.json'): StateText<Trial> => ({
  path: path.join(stateFolder, 'etc', name),
  schema: trialSchema,
  without: etcMessages.withoutTrial({}),
})

/** Before the first line. */
export async function beginTrial(
  { stateFolder, bootId }: Pick<HostContext, 'stateFolder' | 'bootId'>,
  { switchId, before, lines }: Pick<Trial, 'switchId' | 'before'> & { readonly lines: readonly PlaceLine[] },
  options: RunOptions,
): Promise<void> {
  const lasting = { version: 1, bootId, switchId, id: newPlacingId(), before } as const
  const states = await readActiveStates(Object.values(sshdUnits), options)
  const listening = Object.values(sshdUnits).filter((unit) => states.get(unit) === 'active')
  writeState(stateOf(stateFolder), { ...lasting, lines: [...lines], listening })
  await armUnit({ timer, unit: work, seconds: seconds.placing }, options)
}

/** All is placed: what reads it does so now, and somebody has to come in soon. */
export async function startTrial(stateFolder: string, options: RunOptions): Promise<void> {
  const trial = readState(stateOf(stateFolder))
  if (trial === undefined) return
  const { frozenId: after } = await freezeBeside(stateFolder, options)
  writeState(stateOf(stateFolder), { ...trial, after })
  await armUnit({ timer, unit: work, seconds: seconds.trying }, options)
  await makeActive(trial, options)
}

/** Somebody was let in. False when it was taken back before. */
export async function endTrial(stateFolder: string, options: RunOptions): Promise<boolean> {
  await disarmUnit(timer, options)
  if (!isThere(stateOf(stateFolder).path)) return false
  removeState(stateOf(stateFolder).path)
  return true
}

/** Nobody was. Harmless where nothing is on trial. `isBlamed`: what may have done it is not placed again as it is. */
export async function takeBack(
  host: Named & Pick<HostContext, 'bootId'>,
  { isBlamed }: { readonly isBlamed: boolean },
  options: RunOptions,
): Promise<readonly PlaceLine[]> {
  const { stateFolder, bootId } = host
  await disarmUnit(timer, options)
  const [untried, taking] = [stateOf(stateFolder), stateOf(stateFolder, 'taking-back.json')]
  // One that was killed while it took back is gone on from.
  if (isThere(untried.path)) renameSync(untried.path, taking.path)
  const trial = readState(taking)
  if (trial === undefined) return []
  await placeBack(stateFolder, trial, options)
  if (isBlamed && trial.bootId === bootId) blame(host, trial)
  await makeActive(trial, options)
  removeState(taking.path)
  return trial.lines
}

/** What may have done it, or all of it where nothing of it looks like that. */
function blame(host: Named, { switchId, lines }: Trial): void {
  const { stateFolder } = host
  const likely = lines.filter(({ path: one }) => isDoorLike(`/${one}`))
  const staged = stagedTree(stateFolder, switchId)
  const blamed = likely.length === 0 ? lines : likely
  const isLaptop = readLaptopNames(host)
  rememberRefused(
    stateFolder,
    blamed.map(({ path: one }) => ({ path: `/${one}`, sha256: sumOf(staged, one, isLaptop) })),
  )
}

/** What somebody changed since stays. */
async function placeBack(stateFolder: string, { id, before, after, lines }: Trial, options: RunOptions): Promise<void> {
  const sourceRoot = frozenEtc(stateFolder, before)
  const made = after === undefined ? undefined : findFrozenEtc(stateFolder, after)
  const expectedRoot = made ?? (await freezeBeside(stateFolder, options)).root
  const request = { id, liveRoot: liveEtc, sourceRoot, expectedRoot, isOwn: true, lines: inverse(sourceRoot, lines) }
  await clearLeftovers(request, options)
  await placeWhole(request, () => undefined, options)
}

/** Outer folders come first, and go last. */
function inverse(before: string, lines: readonly PlaceLine[]): readonly PlaceLine[] {
  const paths = [...new Set(lines.map(({ path: one }) => one))].sort()
  const was = (one: string) => statInside(before, one) !== undefined
  return [
    ...paths.filter(was).map((one) => ({ path: one, action: 'place' }) as const),
    ...paths
      .filter((one) => !was(one))
      .reverse()
      .map((one) => ({ path: one, action: 'remove' }) as const),
  ]
}

const sshdUnits = { service: 'ssh.service', socket: 'ssh.socket' } as const
/** What it reads itself, and what systemd starts it by. */
const ofSshd = {
  settings: ['ssh/sshd_config', 'ssh/sshd_config.d'],
  start: ['default/ssh', 'systemd/system/service.d', 'systemd/system/socket.d', 'systemd/system/ssh*'],
} as const

/** What reads its files while these are tried. */
export function unitsTriedBy(paths: readonly string[]): readonly string[] {
  return [sshdUnits.service, ...firewallsReading(paths).map(({ unit }) => unit)]
}

/**
 * Which services decide who comes in by files of /etc. What runs reads them at once, so that what was placed can be
 * tried. What does not run, or cannot read its files anew, is told by systemd's journal, and stops nothing.
 */
async function makeActive(
  { lines, listening }: Pick<Trial, 'lines' | 'listening'>,
  options: RunOptions,
): Promise<void> {
  const paths = lines.map(({ path: one }) => one)
  if (isAnyOf(paths, ofSshd.start)) await restartListening(listening, sshdUnits, options)
  else if (isAnyOf(paths, ofSshd.settings)) await refreshRunning(sshdUnits.service, options)
  for (const { unit } of firewallsReading(paths)) await refreshRunning(unit, options)
}
