/** The table of handlers: one for each call of the contract. */
import { suspendLaptop } from '../commons/laptop/verbs.ts'
import type { DoctorCheck } from '../commons/capability/app-capability.ts'
import { readLedger, readProof, type LedgerView } from '../commons/ledger/verbs.ts'
import { callOverThere } from '../commons/person-app/on-pair/call-over-there.ts'
import { addressSchema } from '../commons/transfers/pairing-file.ts'
import { calls } from '../contract/calls.ts'
import type { DoctorItem } from '../contract/doctor-calls.ts'
import type { Setting } from '../contract/settings-calls.ts'
import { startedOn } from '../contract/started-by.ts'
import { behindIn } from '../contract/proof/proof-title.ts'
import type { Proof, Laptop } from '../contract/switch-state.ts'
import { AppError, toAppError } from '../kernel/app-error.ts'
import { systemClock } from '../kernel/clock.ts'
import { cableTo } from '../machine/by-cable.ts'
import type { ConnectedMachine } from '../machine/connect-machine.ts'
import type { SshAddress } from '../machine/ssh-link.ts'
import type { Engine } from '../switch/engine.ts'
import { parseProof, readOwnProof, refuseUnreadable } from './activity.ts'
import type { AppCalls } from './app-calls.ts'
import type { AppPaths } from './app-paths.ts'
import type { JoinedApp } from './join-capabilities.ts'
import type { Laptops } from './laptops.ts'
import type { OverviewReader } from './overview.ts'
import { listPairActivity } from './pair-activity.ts'
import type { PasswordGate } from './password-gate.ts'
import { findLog, giveUp } from './switch-elsewhere.ts'
import type { Tasks } from './tasks.ts'
import * as texts from './texts.ts'
import { agentMismatch, doctor } from './texts.ts'
import { verifyFull } from './verify-full.ts'

type KnownPeer = Pick<SshAddress, 'name' | 'hostName' | 'address'>

export interface HandlerParts {
  readonly engine: Engine
  readonly laptops: Laptops
  readonly overview: OverviewReader
  readonly paths: AppPaths
  readonly joined: JoinedApp
  readonly readPeer: () => Promise<KnownPeer>
  readonly tasks: Tasks
  readonly passwords: PasswordGate
}

export function createHandlers(parts: HandlerParts): AppCalls {
  const { engine, laptops, paths, joined } = parts
  const done = (): Record<string, never> => ({})
  return {
    overview: ({ refresh }) => parts.overview.read(refresh),
    switchState: () => Promise.resolve(engine.state()),
    switchPlan: async ({ scope, quiet, ...way }) => engine.plan({ to: await laptops.takenBy(way), scope, quiet }),
    switchAnswer: ({ planId, answers }) => {
      engine.answer(planId, answers)
      return Promise.resolve(done())
    },
    switchStart: async ({ planId, answers, password }) => {
      await parts.passwords.pass(password)
      return engine.start(planId, answers)
    },
    switchResume: () => resumeWhereItWasDriven(engine, laptops, paths.journals),
    switchPause: () => engine.pause().then(done),
    switchGiveUp: () => giveUp(engine, laptops),
    switchDismiss: () => engine.dismiss().then(done),
    switchSuspend: async ({ switchId }) => ({
      laptop: await suspendLeft(laptops, await findProof(laptops, paths, switchId)),
    }),
    switchLook: ({ questionId, path }) => engine.looking.look(questionId, path),
    switchBrowse: ({ questionId, path, ...page }) => engine.looking.browse(questionId, path, page),
    switchLastLook: ({ answers }) => engine.looking.lastLook(answers),
    switchChanges: ({ stepId, ...request }) => engine.looking.listChanges(stepId, request),
    proofGet: ({ switchId }) => findProof(laptops, paths, switchId),
    verifyFull: async (_input, call) => {
      const pair = await laptops.pairTo(await laptops.peerName())
      return verifyFull(pair, call, {
        checks: joined.fullChecks,
        runTask: parts.tasks.run,
        clock: systemClock,
        findProof: (switchId) => findProof(laptops, paths, switchId),
      })
    },
    taskCancel: ({ callId }) => {
      parts.tasks.cancel(callId)
      return Promise.resolve(done())
    },
    activityList: () => listPairActivity(laptops, paths),
    activityLog: async (asked) => ({ lines: await findLog(laptops, paths.journals, asked) }),
    settingsSetAddress: async ({ address }) => {
      const typed = address.trim()
      if (!addressSchema.safeParse(typed).success) throw new AppError({ code: 'invalid-input', ...texts.noAddress })
      await laptops.seekAt(typed).catch((thrown: unknown) => {
        const { code, details } = toAppError(thrown)
        // That it is to be given by hand is what was just done.
        throw code === 'unreachable' ? new AppError({ code, ...texts.nobodyAt(typed), details, cause: thrown }) : thrown
      })
      return { address: typed }
    },
    laptopsFind: async ({ called }) => ({ name: await laptops.find(called) }),
    ...parts.passwords.handlers,
    ...joined.pages,
    ...joined.why,
    settingsList: async () => ({
      settings: listSettings(joined.settings, await parts.readPeer().catch(() => undefined)),
    }),
    doctor: async () => ({ items: await runDoctor(laptops, joined.doctorChecks) }),
  }
}

/** Our own journal has it if the switch ran here; else this laptop was told of it when it was concluded. */
async function findProof(laptops: Laptops, paths: AppPaths, switchId: string): Promise<Proof> {
  const own = await readOwnProof(paths.journals, switchId)
  if (own !== undefined) return own
  const { proofJson } = await (await laptops.here()).call(readProof, { switchId })
  return parseProof(switchId, proofJson)
}

/** The laptop that drove it keeps the journal. Asked on the other one, its app is asked to go on there. */
async function resumeWhereItWasDriven(
  engine: Engine,
  laptops: Laptops,
  journals: string,
): Promise<{ switchId: string; runsOn: string }> {
  const here = await laptops.here()
  if (engine.state().kind === 'interrupted') return { ...(await engine.resume()), runsOn: here.name }
  const { open } = await here.call(readLedger, {})
  if (open === undefined || startedOn(open).name === here.name) {
    if (open !== undefined) await refuseUnreadable(journals, open.switchId)
    return { ...(await engine.resume()), runsOn: here.name }
  }
  const peer = await laptops.peer()
  const { switchId } = await callOverThere(peer, calls.switchResume, {})
  return { switchId, runsOn: peer.name }
}

/** How this installation is set up, as far as nobody sets it; each line says where its value comes from. */
function listSettings(ofCapabilities: readonly Setting[], peer: KnownPeer | undefined): Setting[] {
  return [
    {
      group: 'peer',
      value: peer === undefined ? texts.settings.notPaired : (peer.hostName ?? peer.name),
      ...texts.settings.pairedWith,
    },
    ...(peer === undefined ? [] : [{ group: 'peer' as const, value: wayTo(peer.address), ...texts.settings.address }]),
    ...ofCapabilities,
  ]
}

function wayTo(address: string): string {
  const megabits = cableTo(address)
  return megabits === undefined ? address : texts.settings.byCable(address, megabits)
}

/**
 * Puts the source to sleep, once nothing needs it any more. Both laptops have written down who has the work before a switch is called
 * finished. The target may be away since; when it answers it has its say.
 */
export async function suspendLeft(laptops: Pick<Laptops, 'here' | 'peer'>, proof: Proof): Promise<Laptop> {
  const here = await laptops.here()
  const peer = await laptops.peer().catch((thrown: unknown) => {
    if (toAppError(thrown).code === 'unreachable' && here.name === proof.from.name) return undefined
    throw thrown
  })
  const ledgers = await Promise.all([here, peer].flatMap((machine) => machine?.call(readLedger, {}) ?? []))
  const left = [here, peer].find((machine) => machine?.name === proof.from.name)
  const isSafe = proof.verified && behindIn(proof) === undefined
  if (left === undefined || !isSafe || !ledgers.every((ledger) => isAtRest(ledger, proof)))
    throw new AppError({ code: 'blocked', ...texts.mustStayAwake(proof.from.label) })
  await left.call(suspendLaptop, {})
  return { name: left.name, label: left.label }
}

/** It remembers this switch as the last one, and nothing has been begun since. */
function isAtRest({ holder, open, lock }: LedgerView, { switchId, to }: Proof): boolean {
  const isLast = holder.kind === 'held' && holder.switchId === switchId && holder.by === to.name
  return isLast && open === undefined && lock?.alive !== true
}

/** Checks both laptops at once. A laptop that does not answer is one failed item, and the rest is still checked. */
async function runDoctor(laptops: Laptops, checks: readonly DoctorCheck[]): Promise<DoctorItem[]> {
  const isAlone = await laptops.peerName().then(
    () => false,
    (thrown: unknown) => toAppError(thrown).code === 'no-peer',
  )
  if (isAlone) return [...(await examine(doctor.here, () => laptops.here(), checks.map(ofOne))).items]
  const [here, peer] = await Promise.all([
    examine(doctor.here, () => laptops.here(), checks),
    examine(doctor.peer, () => laptops.peer(), checks),
  ])
  return [...here.items, ...peer.items, ...sameBuild(here.machine, peer.machine)]
}

/** What needs the other laptop is left out where there is none. */
const ofOne =
  (check: DoctorCheck): DoctorCheck =>
  (machine) =>
    check(machine).catch((thrown: unknown) => {
      if (toAppError(thrown).code === 'not-paired') return []
      throw thrown
    })

interface Examined {
  readonly machine?: ConnectedMachine
  readonly items: readonly DoctorItem[]
}

async function examine(
  title: string,
  connect: () => Promise<ConnectedMachine>,
  checks: readonly DoctorCheck[],
): Promise<Examined> {
  try {
    const machine = await connect()
    const answers: DoctorItem = {
      title: doctor.agent,
      laptop: machine.label,
      verdict: 'passed',
      text: doctor.agentRuns(machine.hello.version),
    }
    const more = await Promise.all(
      checks.map((check) =>
        check(machine).catch((thrown: unknown) => [failedItem(doctor.check, thrown, machine.label)]),
      ),
    )
    return { machine, items: [answers, ...more.flat()] }
  } catch (thrown) {
    return { items: [failedItem(title, thrown)] }
  }
}

function failedItem(title: string, thrown: unknown, laptop?: string): DoctorItem {
  const { message, hint } = toAppError(thrown)
  return {
    title,
    verdict: 'failed',
    text: message,
    ...(hint === undefined ? {} : { hint }),
    ...(laptop === undefined ? {} : { laptop }),
  }
}

function sameBuild(here: ConnectedMachine | undefined, peer: ConnectedMachine | undefined): readonly DoctorItem[] {
  if (here === undefined || peer === undefined) return []
  if (here.hello.fingerprint === peer.hello.fingerprint) {
    return [{ title: doctor.versions, verdict: 'passed', text: doctor.sameBuild }]
  }
  const { message: text, hint = '' } = agentMismatch(here, peer)
  return [{ title: doctor.versions, verdict: 'failed', text, hint }]
}
