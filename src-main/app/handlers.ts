/** The table of handlers: one for each call of the contract. */
import { readLedger, readProof } from '../commons/ledger/verbs.ts'
import { addressSchema } from '../commons/transfers/pairing-file.ts'
import { callOverThere } from '../commons/person-app/on-pair/call-over-there.ts'
import { calls } from '../contract/calls.ts'
import { startedOn } from '../contract/started-by.ts'
import type { Proof } from '../contract/switch-state.ts'
import { systemClock } from '../kernel/clock.ts'
import { AppError, toAppError } from '../kernel/app-error.ts'
import type { Engine } from '../switch/engine.ts'
import { parseProof, readOwnProof, refuseUnreadable } from './activity.ts'
import type { AppCalls } from './app-calls.ts'
import type { AppPaths } from './app-paths.ts'
import { runDoctor } from './doctor.ts'
import type { JoinedApp } from './join-capabilities.ts'
import type { Laptops } from './laptops.ts'
import type { OverviewReader } from './overview.ts'
import { listPairActivity } from './pair-activity.ts'
import { findLog, giveUp } from './switch-elsewhere.ts'
import { suspendLeft } from './suspend.ts'
import type { Tasks } from './tasks.ts'
import type { PasswordGate } from './password-gate.ts'
import * as texts from './texts.ts'
import { listSettings } from './settings.ts'
import { verifyFull } from './verify-full.ts'

export interface HandlerParts {
  readonly engine: Engine
  readonly laptops: Laptops
  readonly overview: OverviewReader
  readonly paths: AppPaths
  readonly joined: JoinedApp
  readonly readPeer: () => Promise<{ readonly name: string; readonly address: string }>
  readonly tasks: Tasks
  readonly passwords: PasswordGate
}

export function createHandlers(parts: HandlerParts): AppCalls {
  const { engine, laptops, paths, joined } = parts
  const done = (): Record<string, never> => ({})
  return {
    overview: ({ refresh }) => parts.overview.read(refresh),
    switchState: () => Promise.resolve(engine.state()),
    switchPlan: async ({ scope, ...way }) => engine.plan({ to: await laptops.takenBy(way), scope }),
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
    ...parts.passwords.handlers,
    ...joined.pages,
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
