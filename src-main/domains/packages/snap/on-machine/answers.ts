import type { AgentProgress, Parsed } from '../../../../contract/define.ts'
import { type Answer, answer } from '../../../../machine/machine.ts'
import type { Outcome } from '../../../../tools/outcome.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { followChannel, installSnap, removeSnap } from '../../../../tools/snapd/snapd-changes.ts'
import { snapdSocket, type OnShare, type SnapdApi } from '../../../../tools/snapd/snapd-request.ts'
import { rememberFailures } from '../../on-machine/program-failures.ts'
import type { Failure } from '../../program-failure.ts'
import { applySnaps } from '../verbs.ts'
import { answerCapture, createCapture, type Installed } from './answer-capture.ts'

export function createSnapAnswers(socketPath = snapdSocket): readonly Answer[] {
  const api = { socketPath }
  const captureHere = createCapture(api)
  return [answerCapture(captureHere), answerApply(api, captureHere)]
}

type Order = Parsed<typeof applySnaps>

interface Task {
  /** What it is about, as it is told. */
  readonly what: string
  /** The snap that has to be there for it. */
  readonly needs?: string
  readonly act: (onShare: OnShare) => Promise<Outcome>
}

/** A hundred of them are one thing that is done, so that a long download is seen to go on. */
const sharesPerTask = 100

function answerApply(api: SnapdApi, captureHere: (options: RunOptions) => Promise<Installed>): Answer {
  return answer(applySnaps, async (order, { host, signal, report }) => {
    const options = { signal }
    const tasks = tasksOf(api, order, await captureHere(options), options)
    const failures: Failure[] = []
    let done = 0
    for (const [index, { what, needs, act }] of tasks.entries()) {
      // What could not be installed is said once.
      if (needs !== undefined && failures.some((one) => one.what === needs)) continue
      const tell = (share: number) => report(progressOf(what, index + share, tasks.length))
      tell(0)
      const { isDone, words } = await act(tell)
      signal.throwIfAborted()
      if (isDone) done += 1
      else failures.push({ what, words })
    }
    rememberFailures(host.stateFolder, 'snap', failures)
    return { done, failures }
  })
}

function progressOf(current: string, done: number, total: number): AgentProgress {
  return { done: Math.round(done * sharesPerTask), total: total * sharesPerTask, unit: 'steps', current }
}

/** What is not done yet, in an order in which each finds what it needs. What goes is last: it may be what another was built on. */
function tasksOf(api: SnapdApi, order: Order, now: Installed, options: RunOptions): readonly Task[] {
  const there = new Map(now.snaps.map((one) => [one.name, one]))
  return [
    ...order.install
      .filter(({ name }) => !there.has(name))
      .map((wanted) => ({
        what: wanted.name,
        act: (onShare: OnShare) => installSnap(api, { ...wanted, onShare }, options),
      })),
    ...order.follow
      .filter(({ name, channel }) => there.get(name)?.channel !== channel)
      .map((wanted) => ({ what: wanted.name, needs: wanted.name, act: () => followChannel(api, wanted, options) })),
    ...order.remove
      .filter((name) => there.has(name))
      .map((name) => ({ what: name, needs: name, act: () => removeSnap(api, name, options) })),
  ]
}
