/** What a story is told with: the pair, and the recorder of the source. */
import type { Host } from '../../practice/layout.ts'
import { cutLink, execOn, mendLink, pairStatus } from '../../practice/pair.ts'
import type { PlanView } from '../../src-main/contract/switch-state.ts'
import type { Answers } from '../../src-main/contract/preview.ts'
import { createRecorder, happened, type Recorder, type Watched } from './recorder.ts'

export interface Stage {
  readonly recorder: Recorder
  /** Runs a shell script as root. Throws when it fails. */
  readonly shell: (host: Host, script: string) => Promise<string>
  readonly cut: (host: Host) => Promise<void>
  readonly mend: (host: Host) => Promise<void>
  /** Kills the app of p17, as a crash would. Its service manager starts it again. */
  readonly killApp: () => Promise<void>
  /** Starts the app of p17 anew, as its person would. */
  readonly restartApp: () => Promise<void>
}

export type Story = (stage: Stage) => Promise<void>

export function createStage(pair: string): Stage {
  const freshUrl = async () => {
    const deadline = Date.now() + 60_000
    for (;;) {
      const url = (await pairStatus(pair)).laptops?.p17.url
      if (url !== undefined) return url
      if (Date.now() > deadline) throw new Error('the app on p17 does not answer')
    }
  }
  const shell = async (host: Host, script: string): Promise<string> => {
    const { stdout, stderr, exitCode } = await execOn(host, ['bash', '-euc', script], { name: pair })
    if (exitCode !== 0) throw new Error(`on ${host}: ${exitCode}: ${stderr}${stdout}`)
    return stdout
  }
  const recorder = createRecorder(freshUrl)
  return {
    recorder,
    shell,
    cut: (host) => cutLink(host, pair),
    mend: (host) => mendLink(host, pair),
    async killApp() {
      const pid = '$(systemctl --user --machine=alice@.host show -P MainPID pc-switcher.service)'
      // 0 while it is being started anew, which kill(1) takes for everything that this shell belongs to.
      await shell('p17', `until pid=${pid}; [ "$pid" -gt 0 ]; do sleep 0.1; done; kill -KILL "$pid"`)
      recorder.enterAnew()
    },
    async restartApp() {
      await shell('p17', 'systemctl --user --machine=alice@.host restart pc-switcher.service')
      recorder.enterAnew()
    },
  }
}

export async function plan(recorder: Recorder, about: string): Promise<PlanView> {
  return recorder.watch(about, async (watched) => {
    await recorder.ask('switchPlan', about, { to: 'xps' })
    await watched.until('the plan is made', happened('plan-made'))
    return planIn(watched)
  })
}

export function planIn(watched: Watched): PlanView {
  const state = watched.state()
  if (state.kind !== 'planned') throw new Error(`there is no plan: ${state.kind}`)
  return state.plan
}

/** Safe answers, with those of `given` that are asked for; what has neither takes the first choice. */
export function answersTo(planned: PlanView, given: Answers = {}): Answers {
  const questions = Object.values(planned.previews).flatMap((preview) => preview.questions)
  return Object.fromEntries(
    questions.map(({ id, safeDefault, choices }) => [id, given[id] ?? safeDefault ?? choices[0]?.id ?? '']),
  )
}
